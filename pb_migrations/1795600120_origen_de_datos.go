package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Where a filing's names come from, and how SUNAT sees its company.
func init() {
	places := []string{"borradores", "solicitudes"}
	m.Register(func(app core.App) error {
		for _, name := range places {
			c, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			c.Fields.Add(
				text("nombres_fuente", "Registro que dio los nombres, por ejemplo RENIEC. Vacío: los escribió la persona.", 100),
				text("ruc_situacion", "Cómo figura el RUC en SUNAT. Es un dato para el personal: no es motivo para rechazar ni observar la solicitud.", 250),
			)
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for _, name := range places {
			c, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			c.Fields.RemoveByName("nombres_fuente")
			c.Fields.RemoveByName("ruc_situacion")
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	})
}
