package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A citizen is an address that was sent a code; PocketBase's own one-time
// passwords hang on this record. There is no password and no way in by REST.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewAuthCollection("ciudadanos")
		c.Fields.Add(
			date("codigo_en", "Instante en que se envió el último código."),
			number("codigo_intentos", "Intentos fallidos con el último código; al quinto deja de servir."),
			text("codigo_para", "Borrador o subsanación para la que se pidió el código.", 40),
			list("codigos", "Instantes de los códigos enviados en la última hora (máximo seis)."),
		)
		lock(c)
		// Nobody signs in with it: the random password only fills the column, at the
		// least cost that bcrypt takes.
		if password, ok := c.Fields.GetByName(core.FieldNamePassword).(*core.PasswordField); ok {
			password.Cost = 4
		}
		c.PasswordAuth.Enabled = false
		c.OTP.Enabled = true
		c.OTP.Duration = 600
		c.OTP.Length = 6
		return app.Save(c)
	}, drop("ciudadanos"))
}
