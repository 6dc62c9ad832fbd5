package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Each question to the State's registers, without the names it brought.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("consultas")
		c.Fields.Add(
			date("fecha", "Cuándo se preguntó."),
			text("borrador", "Identificador del borrador de solicitud para el que se preguntó.", 20),
			choice("tipo", "Qué documento se consultó.", "DNI", "CE", "RUC"),
			text("numero", "Número consultado. Los nombres que llegaron no se guardan aquí.", 12),
			text("fuente", "Quién respondió: padrón, RENIEC, Migraciones, SUNAT o el servicio privado.", 100),
			choice("resultado", "Cómo terminó. Vacío: el programa se detuvo antes de la respuesta.",
				"encontrada", "no_encontrada", "menor", "cuota", "no_disponible", "sin_servicio"),
			text("finalidad", "Para qué se preguntó.", 200),
			text("ip", "Dirección IP desde la que se llenaba la solicitud.", 45),
		)
		c.AddIndex("idx_consultas_borrador", false, "borrador", "")
		c.AddIndex("idx_consultas_fecha", false, "fecha", "")
		return app.Save(c)
	}, drop("consultas"))
}
