package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The mails of the citizen's own desk: an address that took another one's place, and a draft
// that waits to be sent.
func init() {
	kinds := []string{"cambio_correo", "borrador"}
	m.Register(func(app core.App) error {
		return alter(app, "correos", func(c *core.Collection) { growChoice(c.Fields.GetByName("tipo").(*core.SelectField), kinds) })
	}, func(app core.App) error {
		if err := execute(app, "DELETE FROM correos WHERE tipo IN ('cambio_correo', 'borrador')"); err != nil {
			return err
		}
		return alter(app, "correos", func(c *core.Collection) { shrinkChoice(c.Fields.GetByName("tipo").(*core.SelectField), kinds) })
	})
}
