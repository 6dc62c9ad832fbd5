package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The register of accesses also tells that somebody at the machine let an administrator in.
const rescued = "rescatar"

func init() {
	m.Register(func(app core.App) error {
		return alter(app, "accesos", func(c *core.Collection) {
			f := c.Fields.GetByName("accion").(*core.SelectField)
			growChoice(f, []string{rescued})
			f.Help += helpOfRescue
		})
	}, func(app core.App) error {
		return alter(app, "accesos", func(c *core.Collection) {
			f := c.Fields.GetByName("accion").(*core.SelectField)
			f.Values = slices.DeleteFunc(f.Values, func(v string) bool { return v == rescued })
			f.Help = f.Help[:len(f.Help)-len(helpOfRescue)]
		})
	})
}

const helpOfRescue = " · rescatar: desde la máquina se dio otra contraseña a un administrador."
