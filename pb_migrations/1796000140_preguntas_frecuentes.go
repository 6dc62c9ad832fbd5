package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("preguntas_frecuentes")
		answer := text("respuesta", "La respuesta. Deje una línea vacía entre párrafos.", 4000)
		answer.Required = true
		c.Fields.Add(
			label("pregunta", "La pregunta como la haría un ciudadano.", 200),
			answer,
			number("orden", "Posición en la página; 1 va primero."),
			yes("activo", "Solo se muestran las activas."),
		)
		return app.Save(c)
	}, drop("preguntas_frecuentes"))
}
