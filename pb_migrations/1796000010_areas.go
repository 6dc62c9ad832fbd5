package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("areas")
		c.Fields.Add(
			label("nombre", "Nombre del área tal como la verá el ciudadano en el seguimiento.", 150),
			text("siglas", "Siglas del área, si las tiene.", 20),
			yes("activo", "Solo se deriva a áreas activas. Desactive en lugar de borrar."),
		)
		c.AddIndex("idx_areas_nombre", true, "nombre", "")
		return app.Save(c)
	}, drop("areas"))
}
