package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A citizen is an address that a code proved. There is no password and no way in by
// REST. Codes stand in `codigos`; the secret that PocketBase gives this collection is
// the key under which they are kept.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewAuthCollection("ciudadanos")
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
