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
			if name == "borradores" {
				c.Fields.Add(&core.TextField{Name: "nombres_hallados", Max: 400, Hidden: true,
					Help: "Lo que dio el registro, para saber si la persona lo corrigió. Lo escribe el sistema y se borra con el borrador."})
			}
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
			c.Fields.RemoveByName("nombres_hallados")
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	})
}
