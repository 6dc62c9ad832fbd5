package pb_migrations

import (
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

const credentialsMail = "credenciales"

// The mail that tells administrators of a refused password.
func init() {
	m.Register(func(app core.App) error {
		c, tipo, err := mailKinds(app)
		if err != nil {
			return err
		}
		if !slices.Contains(tipo.Values, credentialsMail) {
			tipo.Values = append(tipo.Values, credentialsMail)
		}
		return app.Save(c)
	}, func(app core.App) error {
		c, tipo, err := mailKinds(app)
		if err != nil {
			return err
		}
		tipo.Values = slices.DeleteFunc(tipo.Values, func(kind string) bool { return kind == credentialsMail })
		return app.Save(c)
	})
}
