package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// officeLinks are addresses that every page shows at its foot when they are set.
func officeLinks() []core.Field {
	return []core.Field{
		url("libro_reclamaciones", "Página del Libro de Reclamaciones (DS 007-2020-PCM). Empieza con https://. Vacía: no se muestra."),
		url("transparencia", "Página del Portal de Transparencia Estándar. Empieza con https://. Vacía: no se muestra."),
		url("queja", "Página para la queja por defectos de tramitación (art. 158 de la Ley 27444). Empieza con https://. Vacía: no se muestra."),
	}
}

// What the dashboard says beside the texts that may name a rule: before, and since.
const (
	helpOfTerms = "Términos y condiciones que acepta el ciudadano. " +
		"Deje una línea vacía entre párrafos; empiece con ## los títulos y con - las viñetas."
	helpOfAnswers = "La respuesta. Deje una línea vacía entre párrafos."
	helpOfRules   = " Las reglas de la ficha van entre llaves: {regla_presentacion} {plazo_subsanar} {inicio_plazo} {horario} " +
		"{max_anexos} {identidades} {limite_mb} {horas_borrador}"
)

func init() {
	m.Register(func(app core.App) error {
		if err := explainRules(app, helpOfRules); err != nil {
			return err
		}
		return alter(app, "entidad", func(c *core.Collection) { c.Fields.Add(officeLinks()...) })
	}, func(app core.App) error {
		if err := explainRules(app, ""); err != nil {
			return err
		}
		return alter(app, "entidad", func(c *core.Collection) {
			for _, f := range officeLinks() {
				c.Fields.RemoveByName(f.GetName())
			}
		})
	})
}

// explainRules adds to two helps which rules a text may name.
func explainRules(app core.App, rules string) error {
	err := alter(app, "entidad", func(c *core.Collection) {
		c.Fields.GetByName("terminos").(*core.TextField).Help = helpOfTerms + rules
	})
	if err != nil {
		return err
	}
	return alter(app, "preguntas_frecuentes", func(c *core.Collection) {
		c.Fields.GetByName("respuesta").(*core.TextField).Help = helpOfAnswers + rules
	})
}
