package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Each account of the staff may keep up to three views of the inbox.
func init() {
	m.Register(func(app core.App) error {
		return alter(app, "personal", func(c *core.Collection) {
			c.Fields.Add(list("guardadas", "Hasta tres vistas de la bandeja que la persona guardó. Las escribe la bandeja."))
		})
	}, func(app core.App) error {
		return alter(app, "personal", func(c *core.Collection) { c.Fields.RemoveByName("guardadas") })
	})
}
