package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// sendCode mails a validation code to the draft's address.
func (p *Portal) sendCode(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	return p.mailCode(e, b)
}

func (p *Portal) mailCode(e *core.RequestEvent, b *mesa.Borrador) error {
	refused := func(err error) error {
		return p.refuseForm(e, b, err, func(f *form) {
			f.CaptchaID = p.captchaFor(e, err)
			f.EditaDatos, f.EditaTramite, f.Listo = !f.PideCodigo && f.CaptchaID == "", false, false
		})
	}
	if b.Parte() < mesa.ParteDatos {
		return refused(mesa.Refuse(422, "correo", mesa.TextCorreo))
	}
	if err := take(p.codes, e); err != nil {
		return refused(err)
	}
	if err := p.Codes.Send(e.App, b.GetString("correo"), b.Id, p.asker(e)); err != nil {
		return refused(err)
	}
	return e.Redirect(303, "/solicitud/"+b.Id+"#codigo")
}

// checkCode hands the typed code to the draft's rule, which marks the address as the
// citizen's.
func (p *Portal) checkCode(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	codigo := e.Request.PostFormValue("codigo")
	mesa.SetCodigo(b.Record, codigo)
	if err := e.App.Save(b.Record); err != nil {
		return p.refuseForm(e, b, err, func(f *form) {
			f.V["codigo"] = codigo
		})
	}
	return e.Redirect(303, "/solicitud/"+b.Id)
}
