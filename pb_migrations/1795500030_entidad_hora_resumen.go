package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("entidad")
		if err != nil {
			return err
		}
		c.Fields.Add(limited("hora_resumen", "Hora de Lima (1 a 23) desde la que se envía cada día hábil el resumen de plazos a mesa y jefatura. Usual: 8.", 23))
		if err := app.Save(c); err != nil {
			return err
		}
		_, err = app.DB().NewQuery("UPDATE entidad SET hora_resumen = 8").Execute()
		return err
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("entidad")
		if err != nil {
			return err
		}
		c.Fields.RemoveByName("hora_resumen")
		return app.Save(c)
	})
}
