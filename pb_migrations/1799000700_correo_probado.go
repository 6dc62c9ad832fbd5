package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// When the person behind a paper of the counter proved the address that an officer typed. No
// row is rewritten: an address of the site was proved before its filing, and one that nobody
// proved shows nothing in Mis trámites.
func init() {
	const name = "correo_probado_en"
	m.Register(func(app core.App) error {
		return alter(app, "solicitudes", func(c *core.Collection) {
			c.Fields.Add(date(name, "Cuándo la persona probó, con un código y su documento, el correo que escribió mesa de partes. "+
				"Vacío en las digitales: lo probó antes de presentar. Lo escribe el sistema."))
		})
	}, func(app core.App) error {
		return alter(app, "solicitudes", func(c *core.Collection) { c.Fields.RemoveByName(name) })
	})
}
