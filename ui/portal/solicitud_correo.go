package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// correctMail takes the address that the hint proposed, and sends it a code.
func (p *Portal) correctMail(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	meant := mesa.SimilarCorreo(b.GetString("correo"))
	if meant == "" || b.Validado() { // pressed twice, or already proved
		return e.Redirect(303, "/solicitud/"+b.Id)
	}
	b.Set("correo", meant)
	if err := e.App.Save(b.Record); err != nil {
		return p.refuseForm(e, b, err, func(*form) {})
	}
	return p.mailCode(e, b)
}
