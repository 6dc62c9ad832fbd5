package pb_migrations

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// unsent is the mail about a correction that was begun and not sent.
const unsent = "por_enviar"

func init() {
	m.Register(func(app core.App) error {
		return alter(app, "correos", func(c *core.Collection) { growChoice(c.Fields.GetByName("tipo").(*core.SelectField), []string{unsent}) })
	}, func(app core.App) error {
		return errors.Join(
			execute(app, "DELETE FROM correos WHERE tipo = '"+unsent+"'"),
			alter(app, "correos", func(c *core.Collection) {
				shrinkChoice(c.Fields.GetByName("tipo").(*core.SelectField), []string{unsent})
			}),
		)
	})
}
