package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// foundView is the part of the form that a look-up fills in.
type foundView struct {
	Parte  string
	Campos []web.Field
	Aviso  string // what came of the look-up
	De     string // the number that found data belong to
}

// lookUp saves a consulta, whose event checks it, asks the registers and fills the draft
// in. With htmx the answer is the part of the form that changed, else the whole page
// with everything that was typed.
func (p *Portal) lookUp(e *core.RequestEvent, tipo, numero, part string) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	typed := func(f *form) {
		f.overlay(e)
		f.EditaDatos, f.EditaTramite, f.Listo = true, false, false
	}
	refused := func(err error) error {
		h := e.Response.Header() // htmx shows the whole form, with the error beside its field
		h.Set("HX-Retarget", "#formulario")
		h.Set("HX-Reselect", "#formulario")
		h.Set("HX-Reswap", "outerHTML")
		return p.refuseForm(e, b, err, typed)
	}
	if err := take(p.lookups, e); err != nil {
		return refused(err)
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColConsultas)
	if err != nil {
		return err
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"borrador": b.Id, "tipo": tipo, "numero": numero, "ip": e.RealIP()})
	mesa.SetActor(r, mesa.Actor{Mano: mesa.ManoCiudadano})
	if err := e.App.Save(r); err != nil {
		return refused(err)
	}
	return p.showFound(e, b.Id, r, typed, part)
}

// showFound shows what came of a look-up. Found data replace what was typed; they are
// the register's and not the draft's, which may be saved by the form at the same moment.
func (p *Portal) showFound(e *core.RequestEvent, draft string, consulta *core.Record, typed func(*form), part string) error {
	stored, err := e.App.FindRecordById(mesa.ColBorradores, draft)
	if err != nil {
		return err
	}
	f, err := p.view(e, mesa.AsBorrador(stored))
	if err != nil {
		return err
	}
	typed(f)
	aviso, de := whatCame(consulta), ""
	if consulta.GetString("resultado") == mesa.ResultadoEncontrada {
		de = consulta.GetString("numero")
		found := mesa.HalladoOf(consulta)
		for _, name := range foundFields[part] {
			f.V[name] = found[name]
		}
	} else if before := e.Request.PostFormValue("dato_de_" + part); before != "" && before != consulta.GetString("numero") {
		for _, name := range foundFields[part][1:] {
			f.V[name] = "" // it was found for another number, and nobody typed it
		}
	}
	if part == "campos-empresa" {
		f.AvisoEmpresa, f.EmpresaDe = aviso, de
	} else {
		f.AvisoPersona, f.PersonaDe = aviso, de
	}
	if e.Request.Header.Get("HX-Request") == "" {
		return p.Screen.Show(e, formPage, formTitle, f)
	}
	fields, err := web.Fields(f, nil, foundFields[part][1:]...)
	if err != nil {
		return err
	}
	return p.Screen.Fragment(e, formPage, "campos-encontrados", foundView{Parte: part, Campos: fields, Aviso: aviso, De: de})
}

// foundFields are what a look-up may replace, the number first.
var foundFields = map[string][]string{
	"campos-nombres": {"numero_documento", "nombres", "apellidos"}, "campos-empresa": {"ruc", "razon_social"},
}

// whatCame is the outcome in words.
func whatCame(consulta *core.Record) string {
	switch consulta.GetString("resultado") {
	case mesa.ResultadoEncontrada:
		return mesa.TextDatosSegun(consulta.GetString("fuente"))
	case "no_encontrada":
		return mesa.TextNoFigura
	case "menor":
		return mesa.TextDeMenor
	}
	return mesa.TextSinRegistro
}

// overlay puts what was sent over what is stored.
func (f *form) overlay(e *core.RequestEvent) {
	for _, name := range datosFields {
		if e.Request.PostForm.Has(name) {
			f.V[name] = e.Request.PostFormValue(name)
		}
	}
	if e.Request.PostForm.Has("correo") { // the whole form was sent, and an unmarked box never is
		f.Autorizo = e.Request.PostFormValue("autorizo") == "1"
	}
}
