package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// resendAnswer mails the answer once more to the filing's address.
func (p *Portal) resendAnswer(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	err := p.canMail(e.App)
	if err == nil {
		err = p.Correo.Reenviar(e.App, s.Id)
	}
	if err != nil {
		return p.refuseOwnFiling(e, d, s, err)
	}
	return e.Redirect(303, deskPath+"/"+s.Numero()+"?reenviada=1")
}
