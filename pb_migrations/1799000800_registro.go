package pb_migrations

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The register of proofs: a leaf for each line of the trail, the hashes of the Merkle tree
// over them, the public keys that signed it, and the heads that were signed each day. They
// are plain tables, as those of the book: no screen, no API and no import reaches them,
// and triggers keep what was written.
var registerTables = []string{
	`CREATE TABLE registro_hojas (n INTEGER PRIMARY KEY NOT NULL, movimiento TEXT NOT NULL, sal TEXT NOT NULL, hash BLOB NOT NULL,
		cargo BLOB, codigo TEXT NOT NULL DEFAULT '', antes INTEGER NOT NULL DEFAULT 0)`,
	`CREATE UNIQUE INDEX idx_registro_hojas_movimiento ON registro_hojas (movimiento)`,
	`CREATE UNIQUE INDEX idx_registro_hojas_codigo ON registro_hojas (codigo) WHERE codigo != ''`,
	`CREATE TABLE registro_nodos (i INTEGER PRIMARY KEY NOT NULL, h BLOB NOT NULL)`,
	`CREATE TABLE registro_claves (n INTEGER PRIMARY KEY NOT NULL, dato TEXT NOT NULL)`,
	`CREATE TABLE registro_cabezas (n INTEGER PRIMARY KEY NOT NULL, dia TEXT NOT NULL, firmada TEXT NOT NULL)`,
	appendOnly("registro_hojas", "n"), appendOnly("registro_nodos", "i"), appendOnly("registro_cabezas", "n"),
	fixedRows("registro_hojas", "UPDATE"), fixedRows("registro_hojas", "DELETE"),
	fixedRows("registro_nodos", "UPDATE"), fixedRows("registro_nodos", "DELETE"),
	fixedRows("registro_cabezas", "UPDATE"), fixedRows("registro_cabezas", "DELETE"),
	fixedRows("registro_claves", "DELETE"),
}

// appendOnly refuses a row whose place is taken, which INSERT OR REPLACE would remove
// without asking the trigger of deletions.
func appendOnly(table, place string) string {
	return "CREATE TRIGGER " + table + "_fijo_insert BEFORE INSERT ON " + table + " WHEN EXISTS (SELECT 1 FROM " + table +
		" WHERE " + place + " = NEW." + place + ") BEGIN SELECT RAISE(ABORT, 'registro: solo se agrega'); END"
}

func fixedRows(table, act string) string {
	return "CREATE TRIGGER " + table + "_fijo_" + act + " BEFORE " + act + " ON " + table +
		" BEGIN SELECT RAISE(ABORT, 'registro: solo se agrega'); END"
}

func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "entidad", func(c *core.Collection) {
			c.Fields.Add(&core.TextField{Name: "ruc", Help: "RUC de la entidad: figura en cada cargo.", Max: 11, Pattern: `^\d{11}$`})
		})
		return errors.Join(err, execute(app, registerTables...))
	}, func(app core.App) error {
		return errors.Join(
			execute(app, "DROP TABLE registro_cabezas", "DROP TABLE registro_claves", "DROP TABLE registro_nodos", "DROP TABLE registro_hojas"),
			alter(app, "entidad", func(c *core.Collection) { c.Fields.RemoveByName("ruc") }),
		)
	})
}
