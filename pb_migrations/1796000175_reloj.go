package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the program knows of its own clock: one row of a plain table. It is no
// collection, so that no list of the API shows it and nobody edits it.
//
//	latido         the last round of the legal clock whose hour was trusted
//	confirmado_en  when the hour was confirmed last, and by what (confirmado_por)
//	adelantado     up to which stored instant the clock was known to have run ahead
func init() {
	m.Register(func(app core.App) error {
		_, err := app.DB().NewQuery(`CREATE TABLE reloj (
			id INTEGER PRIMARY KEY CHECK (id = 1),
			latido TEXT NOT NULL DEFAULT '',
			confirmado_en TEXT NOT NULL DEFAULT '',
			confirmado_por TEXT NOT NULL DEFAULT '',
			adelantado TEXT NOT NULL DEFAULT ''
		); INSERT INTO reloj (id) VALUES (1)`).Execute()
		return err
	}, func(app core.App) error {
		_, err := app.DB().NewQuery("DROP TABLE reloj").Execute()
		return err
	})
}
