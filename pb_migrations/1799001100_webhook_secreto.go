package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A secret that is stored encrypted is longer than the one that was typed.
func init() {
	bound := func(most int) func(core.App) error {
		return func(app core.App) error {
			c, err := app.FindCollectionByNameOrId("webhooks")
			if err != nil {
				return err
			}
			c.Fields.GetByName("secreto").(*core.TextField).Max = most
			return app.Save(c)
		}
	}
	m.Register(bound(300), bound(128))
}
