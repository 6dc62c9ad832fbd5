package web

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// The parts of a form that a look-up fills in.
const (
	PartNames   = "campos-nombres"
	PartCompany = "campos-empresa"
)

// foundFields are what a look-up may replace, the number first.
var foundFields = map[string][]string{
	PartNames: {"numero_documento", "nombres", "apellidos"}, PartCompany: {"ruc", "razon_social"},
}

// Found is what came of a look-up, as the partial "campos-encontrados" shows it.
type Found struct {
	Parte  string
	Campos []Field // the fields below the number, for htmx to put in place
	Aviso  string  // what came of it, in words
	De     string  // the number that found data belong to
	Sigue  string  // the field to go on in
}

// NewFound reads a consulta that was answered and puts what was found into the values of the
// form. before is the number that the part's data were found for earlier: what belongs to
// another number, and nobody typed, is emptied.
func NewFound(consulta *core.Record, part, before string, values map[string]string) Found {
	f := Found{Parte: part}
	f.Aviso, f.Sigue = mesa.TextConsulta(consulta)
	numero := consulta.GetString("numero")
	if consulta.GetString("resultado") == mesa.ResultadoEncontrada {
		f.De = numero
		found := mesa.HalladoOf(consulta)
		for _, name := range foundFields[part] {
			values[name] = found[name]
		}
	} else if before != "" && before != numero {
		for _, name := range foundFields[part][1:] {
			values[name] = ""
		}
	}
	return f
}

// ShowFound renders the part of a page that a look-up changed.
func (s *Screen) ShowFound(e *core.RequestEvent, page string, f Found, form Form) error {
	fields, err := Fields(form, nil, foundFields[f.Parte][1:]...)
	if err != nil {
		return err
	}
	f.Campos = fields
	return s.Fragment(e, page, "campos-encontrados", f)
}

// WholeForm tells htmx to show the form with this id in place of the part that it asked for:
// a refusal stands beside its field, wherever the field is.
func WholeForm(e *core.RequestEvent, id string) {
	h := e.Response.Header()
	h.Set("HX-Retarget", "#"+id)
	h.Set("HX-Reselect", "#"+id)
	h.Set("HX-Reswap", "outerHTML")
}
