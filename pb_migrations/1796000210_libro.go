package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the base knows of the book of acts that stands outside it. These are plain
// tables: no screen, no API and no import of collections reaches them, and triggers
// keep the lines that the SQL console may not change either.
var bookTables = []string{
	`CREATE TABLE libro_oficina (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID`,
	`CREATE TABLE libro_asientos (epoca INTEGER NOT NULL, asiento INTEGER NOT NULL, hash TEXT NOT NULL, movimiento TEXT NOT NULL,
		recuperado TEXT NOT NULL DEFAULT '', PRIMARY KEY (epoca, asiento)) WITHOUT ROWID`,
	`CREATE TABLE libro_reservas (epoca INTEGER NOT NULL, asiento INTEGER NOT NULL, anio INTEGER NOT NULL, hasta INTEGER NOT NULL,
		PRIMARY KEY (epoca, asiento, anio)) WITHOUT ROWID`,
	`CREATE INDEX idx_libro_asientos_recuperado ON libro_asientos (recuperado) WHERE recuperado != ''`,
	`CREATE TRIGGER libro_asientos_fijo_update BEFORE UPDATE ON libro_asientos BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
	`CREATE TRIGGER libro_asientos_fijo_delete BEFORE DELETE ON libro_asientos BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
	`CREATE TRIGGER libro_asientos_fijo_insert BEFORE INSERT ON libro_asientos
		WHEN EXISTS (SELECT 1 FROM libro_asientos WHERE epoca = NEW.epoca AND asiento = NEW.asiento)
		BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
	`CREATE TRIGGER libro_reservas_fijo_update BEFORE UPDATE ON libro_reservas BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
	`CREATE TRIGGER libro_reservas_fijo_delete BEFORE DELETE ON libro_reservas BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
	`CREATE TRIGGER libro_reservas_fijo_insert BEFORE INSERT ON libro_reservas
		WHEN EXISTS (SELECT 1 FROM libro_reservas WHERE epoca = NEW.epoca AND asiento = NEW.asiento AND anio = NEW.anio)
		BEGIN SELECT RAISE(ABORT, 'libro: solo se agrega'); END`,
}

func init() {
	m.Register(func(app core.App) error {
		return execute(app, bookTables...)
	}, func(app core.App) error { // triggers and indexes go with their table
		return execute(app, "DROP TABLE libro_reservas", "DROP TABLE libro_asientos", "DROP TABLE libro_oficina")
	})
}

func execute(app core.App, statements ...string) error {
	for _, s := range statements {
		if _, err := app.DB().NewQuery(s).Execute(); err != nil {
			return err
		}
	}
	return nil
}
