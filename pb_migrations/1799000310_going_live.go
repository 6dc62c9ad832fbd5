package pb_migrations

import (
	"errors"
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The administrator's check list: what a person confirmed, with which value, and the mail
// that tries the mail server.
const trial = "prueba"

func init() {
	m.Register(func(app core.App) error {
		return errors.Join(
			alter(app, "entidad", func(c *core.Collection) {
				c.Fields.Add(list("confirmaciones", "Lo que un administrador confirmó en la puesta en marcha: quién, cuándo y con qué valor. "+
					"No llenar: se escribe desde la bandeja."))
			}),
			alter(app, "correos", func(c *core.Collection) { growChoice(c.Fields.GetByName("tipo").(*core.SelectField), []string{trial}) }),
		)
	}, func(app core.App) error {
		if err := execute(app, "DELETE FROM correos WHERE tipo = '"+trial+"'"); err != nil {
			return err
		}
		return errors.Join(
			alter(app, "entidad", func(c *core.Collection) { c.Fields.RemoveByName("confirmaciones") }),
			alter(app, "correos", func(c *core.Collection) {
				f := c.Fields.GetByName("tipo").(*core.SelectField)
				f.Values = slices.DeleteFunc(f.Values, func(v string) bool { return v == trial })
			}),
		)
	})
}
