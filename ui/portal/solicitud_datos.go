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
	fields, accion := datosFields, e.Request.PostFormValue("accion")
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
		if meant := mesa.SimilarCorreo(e.Request.PostFormValue("correo")); accion == corrige && meant != "" {
			b.Set("correo", meant)
		}
	})
	if err != nil {
		return p.refuseForm(e, b, err, typed)
	}
	switch {
	case b.Validado(), accion == "":
		return e.Redirect(303, "/solicitud/"+b.Id)
	case accion == manda && mesa.SimilarCorreo(b.GetString("correo")) != "" &&
		e.Request.PostFormValue("correo_visto") != b.GetString("correo"):
		return e.Redirect(303, "/solicitud/"+b.Id+"#duda") // no code leaves before the person has seen the hint
	}
	return p.mailCode(e, b)
}

// The buttons of part one: the code to the address as it is typed, or as the hint corrects it.
const manda, corrige = "codigo", "corregir"
