package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A code that was mailed: one row each, so that the limits of an hour are counts.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("codigos")
		c.Fields.Add(
			text("correo", "Dirección a la que se envió, en minúsculas.", 254),
			text("para", "Borrador, subsanación o búsqueda para la que se pidió.", 40),
			text("vecindad", "Red desde la que se pidió.", 64),
			secret("huella", "Huella del código con la clave de la entidad: el código no se guarda."),
			date("enviado_en", "Instante en que se envió."),
			number("intentos", "Intentos hechos; al quinto deja de servir."),
			yes("usado", "Ya sirvió una vez."),
		)
		lock(c)
		c.AddIndex("idx_codigos_correo", false, "correo, enviado_en", "")
		c.AddIndex("idx_codigos_para", false, "para, enviado_en", "")
		c.AddIndex("idx_codigos_enviado", false, "enviado_en", "")
		return app.Save(c)
	}, drop("codigos"))
}
