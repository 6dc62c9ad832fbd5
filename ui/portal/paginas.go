package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// page shows a screen that only needs the office's data.
func (p *Portal) page(name, titulo string) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error { return p.Screen.Show(e, name, titulo, nil) }
}

// terms shows the terms that the office wrote.
func (p *Portal) terms(e *core.RequestEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, "portal/terminos", "Términos y condiciones", entidad.Reglas(entidad.GetString("terminos")))
}

// privacy shows the privacy notice, as the office's settings make it.
func (p *Portal) privacy(e *core.RequestEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, "portal/privacidad", "Privacidad", entidad.Privacidad())
}

// question is one entry of the frequent questions.
type question struct{ Pregunta, Respuesta string }

// questions shows what the office keeps in preguntas_frecuentes.
func (p *Portal) questions(e *core.RequestEvent) error {
	rows, err := e.App.FindRecordsByFilter(mesa.ColPreguntas, "activo = true", "orden,pregunta", 0, 0, dbx.Params{})
	if err != nil {
		return err
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	var all []question
	for _, r := range rows {
		all = append(all, question{r.GetString("pregunta"), entidad.Reglas(r.GetString("respuesta"))})
	}
	return p.Screen.Show(e, "portal/preguntas", "Preguntas frecuentes", all)
}
