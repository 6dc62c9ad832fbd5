package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Changes of the calendar whose terms are not counted anew yet: a plain table, written in
// the transaction of the change and emptied once every open filing was looked at, so that
// a program that was killed in between goes on.
func init() {
	m.Register(func(app core.App) error {
		return execute(app, "CREATE TABLE reloj_recuentos (id INTEGER PRIMARY KEY AUTOINCREMENT, motivo TEXT NOT NULL)")
	}, func(app core.App) error {
		return execute(app, "DROP TABLE reloj_recuentos")
	})
}
