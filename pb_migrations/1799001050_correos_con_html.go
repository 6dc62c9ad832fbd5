package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Mails older than a year keep their text only. The index holds those that still have their
// HTML, so that a night reads no others.
func init() {
	const name = "idx_correos_con_html"
	m.Register(func(app core.App) error {
		return alter(app, "correos", func(c *core.Collection) { c.AddIndex(name, false, "creado_en", "html != ''") })
	}, func(app core.App) error {
		return alter(app, "correos", func(c *core.Collection) { c.RemoveIndex(name) })
	})
}
