package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "areas")
		if err != nil {
			return err
		}
		c := core.NewAuthCollection("personal")
		c.Fields.Add(
			label("nombre", "Nombres y apellidos.", 150),
			choice("rol", "mesa: recibe y deriva · area: atiende lo que le derivan · jefatura: ve todo.", "mesa", "area", "jefatura"),
			relation("area", "Área a la que pertenece, si su rol es area.", cols[0]),
			yes("activo", "Desactive la cuenta de quien ya no trabaja aquí."),
		)
		// The default rules of an auth collection let people edit themselves.
		lock(c)
		c.OTP.Enabled = false
		return app.Save(c)
	}, drop("personal"))
}
