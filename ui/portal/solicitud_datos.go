package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// saveDatos saves part one. The button that asks for the code saves the data first, so
// that one press does both.
func (p *Portal) saveDatos(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	fields := datosFields
	typed := func(f *form) {
		for _, name := range fields {
			f.V[name] = e.Request.PostFormValue(name)
		}
		f.Autorizo = e.Request.PostFormValue("autorizo") == "1"
		f.EditaDatos, f.EditaTramite, f.Listo = true, false, false
	}
	err = change(e.App, b, func(b *mesa.Borrador) {
		for _, name := range fields {
			b.Set(name, e.Request.PostFormValue(name))
		}
		b.Set("autorizo", e.Request.PostFormValue("autorizo") == "1")
		b.Set("parte", max(b.Parte(), mesa.ParteDatos))
	})
	if err != nil {
		return p.refuseForm(e, b, err, typed)
	}
	if e.Request.PostFormValue("accion") == "codigo" && !b.Validado() {
		return p.mailCode(e, b)
	}
	return e.Redirect(303, "/solicitud/"+b.Id)
}
