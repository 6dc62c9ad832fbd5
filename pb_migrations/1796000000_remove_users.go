package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// PocketBase ships a `users` collection anybody can sign up to. Citizens have
// no account here, so it goes.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return nil //nolint:nilerr // an earlier hand already removed it
		}
		return app.Delete(users)
	}, func(app core.App) error {
		return app.Save(core.NewAuthCollection("users"))
	})
}
