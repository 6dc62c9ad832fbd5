package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The inbox's tabs leave out what was put aside, which is found by an index of its own:
// counting the others still reads no row.
func init() {
	const name = "idx_bandeja_postergadas"
	m.Register(func(app core.App) error {
		return alter(app, "solicitudes", func(c *core.Collection) {
			c.AddIndex(name, false, "postergada_hasta", "postergada_hasta != ''")
		})
	}, func(app core.App) error {
		return alter(app, "solicitudes", func(c *core.Collection) { c.RemoveIndex(name) })
	})
}
