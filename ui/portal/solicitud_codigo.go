package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

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
		return p.refuseForm(e, b, err, func(f *form) { f.EditaDatos, f.EditaTramite, f.Listo = !f.PideCodigo, false, false })
	}
	if b.Parte() < mesa.ParteDatos {
		return refused(mesa.Refuse(422, "correo", mesa.TextCorreo))
	}
	if err := take(p.codes, e); err != nil {
		return refused(err)
	}
	if err := p.Codes.Send(e.App, b.GetString("correo"), b.Id); err != nil {
		return refused(err)
	}
	return e.Redirect(303, "/solicitud/"+b.Id+"#codigo")
}

// checkCode accepts the code and marks the address as the citizen's.
func (p *Portal) checkCode(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	codigo := e.Request.PostFormValue("codigo")
	correo := b.GetString("correo")
	if err := p.Codes.Check(e.App, correo, b.Id, codigo); err != nil {
		return p.refuseForm(e, b, err, func(f *form) {
			f.V["codigo"] = codigo
		})
	}
	// The proof is of the address the code went to, whatever the draft says by now.
	if err := setByRule(e.App, mesa.ColBorradores, b.Id, "correo_validado", correo); err != nil {
		return err
	}
	return e.Redirect(303, "/solicitud/"+b.Id)
}

// setByRule writes one column that no person writes, on the row as it is now.
func setByRule(app core.App, collection, id, field string, value any) error {
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(collection, id)
		if err != nil {
			return err
		}
		r.Set(field, value)
		return rule.Save(tx, r)
	})
}
