package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// REGISTRADO asks before it joins a filing to an expediente that another one has.
func init() {
	m.Register(func(app core.App) error {
		return alter(app, "movimientos", func(c *core.Collection) {
			c.Fields.Add(yes("confirma_expediente", "REGISTRADO: márquelo si otra solicitud ya tiene ese expediente y es el mismo."))
		})
	}, func(app core.App) error {
		return alter(app, "movimientos", func(c *core.Collection) { c.Fields.RemoveByName("confirma_expediente") })
	})
}
