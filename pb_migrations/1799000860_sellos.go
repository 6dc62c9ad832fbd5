package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The time stamps (RFC 3161) of the register's daily heads come after them, or never when
// no authority is set; the heads themselves are never written again.
func init() {
	m.Register(func(app core.App) error {
		return execute(app,
			`CREATE TABLE registro_sellos (n INTEGER PRIMARY KEY NOT NULL, sello BLOB NOT NULL)`,
			appendOnly("registro_sellos", "n"), fixedRows("registro_sellos", "UPDATE"), fixedRows("registro_sellos", "DELETE"),
		)
	}, func(app core.App) error {
		return execute(app, "DROP TABLE registro_sellos")
	})
}
