package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("interrupciones")
		desde := date("desde", "Desde cuándo no se pudo presentar por aquí.")
		desde.Required = true
		estado := choice("estado", "propuesta: la vio el programa; no mueve nada hasta que usted la confirme, con su motivo · "+
			"confirmada: los plazos que terminan en esos días pasan al siguiente día hábil (art. 134.2 de la Ley 27444).",
			"propuesta", "confirmada")
		estado.Required = true
		c.Fields.Add(
			desde,
			date("hasta", "Hasta cuándo. Vacío: todavía dura."),
			label("motivo", "Qué ocurrió, como lo leerá el ciudadano si es pública.", 300),
			yes("publica", "Se muestra en la página de inicio y en Interrupciones del servicio."),
			estado,
		)
		c.AddIndex("idx_interrupciones_desde", true, "desde", "")
		return app.Save(c)
	}, drop("interrupciones"))
}
