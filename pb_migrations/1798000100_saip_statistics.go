package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The optional statistics of a request for public information (art. 15.6 of DS
// 007-2024-JUS). The answers stand in the draft while the person writes; with the number
// they are added to a total of the year and leave the draft, so that no answer is kept
// beside a name.
func statistics() []core.Field {
	const help = " Opcional, solo para estadística (art. 15.6 del DS 007-2024-JUS). Al enviar se suma al total del año y se borra de aquí."
	return []core.Field{
		choice("estadistica_sexo", "Sexo."+help, "mujer", "hombre"),
		choice("estadistica_edad", "Rango de edad."+help, "menos_de_18", "18_a_29", "30_a_44", "45_a_59", "60_a_mas"),
		choice("estadistica_etnia", "Cómo se identifica por sus costumbres y antepasados."+help,
			"quechua", "aimara", "amazonico", "afroperuano", "blanco", "mestizo", "otra"),
		choice("estadistica_lengua", "Lengua materna."+help, "castellano", "quechua", "aimara", "amazonica", "senas", "otra"),
		choice("estadistica_discapacidad", "Si tiene alguna discapacidad."+help, "si", "no"),
	}
}

func init() {
	m.Register(func(app core.App) error {
		if err := alter(app, "borradores", func(c *core.Collection) { c.Fields.Add(statistics()...) }); err != nil {
			return err
		}
		c := core.NewBaseCollection("estadisticas_saip")
		c.Fields.Add(
			number("anio", "Año en que se presentaron los pedidos de información."),
			label("pregunta", "Qué se preguntó. Responder es opcional, así que las respuestas no suman el total de pedidos.", 40),
			label("respuesta", "Qué se respondió.", 40),
			number("cuantas", "Cuántas personas respondieron eso. El programa solo guarda esta suma: no sabe quién respondió."),
		)
		c.AddIndex("idx_estadisticas_saip", true, "anio, pregunta, respuesta", "")
		return app.Save(c)
	}, func(app core.App) error {
		if err := drop("estadisticas_saip")(app); err != nil {
			return err
		}
		return alter(app, "borradores", func(c *core.Collection) {
			for _, f := range statistics() {
				removeField(c, f)
			}
		})
	})
}
