package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Reception looks names up too, for a paper of the counter: the line of the question says who
// asked, because the draft that it was for does not last.
func init() {
	m.Register(func(app core.App) error {
		return alter(app, "consultas", func(c *core.Collection) {
			c.Fields.Add(text("actor", "Qué cuenta de mesa de partes preguntó. Vacío: quien llenaba su propia solicitud.", 200))
		})
	}, func(app core.App) error {
		return alter(app, "consultas", func(c *core.Collection) { c.Fields.RemoveByName("actor") })
	})
}
