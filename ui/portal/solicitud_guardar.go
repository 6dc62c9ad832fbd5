package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// keepTyped saves what is being typed before the button is pressed, so that a person who
// comes back finds it. What the rules refuse is not saved, and not reported either: the
// button will report it.
func (p *Portal) keepTyped(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	if err := e.Request.ParseForm(); err != nil {
		return e.BadRequestError("", err)
	}
	// The row is read again, because the button may have been pressed meanwhile.
	err = e.App.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColBorradores, b.Id)
		if err != nil {
			return err
		}
		setTyped(e, r)
		return tx.Save(r)
	})
	if _, refused := mesa.AsProblem(err); err != nil && !refused {
		return err
	}
	return e.NoContent(204)
}

// setTyped takes the fields of the form that was sent. A half-typed address is left out.
// An address that was proved, or awaits its code, changes by the button only.
func setTyped(e *core.RequestEvent, r *core.Record) {
	for _, name := range draftFields {
		if e.Request.PostForm.Has(name) && name != "correo" {
			r.Set(name, e.Request.PostFormValue(name))
		}
	}
	if e.Request.PostForm.Has("tipo_documento") { // part one; an unmarked box is not sent
		r.Set("autorizo", e.Request.PostFormValue("autorizo") == "1")
	}
	if correo := e.Request.PostFormValue("correo"); mesa.ValidCorreo(mesa.CleanCorreo(correo)) && mesa.AsBorrador(r).Parte() == 0 {
		r.Set("correo", correo)
	}
}
