package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The full-text index of the inbox: words in any order and without accents (SQLite FTS5,
// unicode61). Its rowid is the number, year × 10,000,000 + correlativo, because the rowid
// of a table with a text key changes when SQLite packs the base. Triggers keep it, so that
// what an import or a recovery brings is found too. It stores no text of its own.
const searched = "numero, numero_documento, nombres, apellidos, ruc, razon_social, asunto, expediente"

const (
	searchedNew = "new.numero, new.numero_documento, new.nombres, new.apellidos, new.ruc, new.razon_social, new.asunto, new.expediente"
	searchedOld = "old.numero, old.numero_documento, old.nombres, old.apellidos, old.ruc, old.razon_social, old.asunto, old.expediente"
	searchedAdd = "INSERT INTO solicitudes_busqueda (rowid, " + searched +
		") VALUES (new.anio * 10000000 + new.correlativo, " + searchedNew + "); "
	searchedCut = "INSERT INTO solicitudes_busqueda (solicitudes_busqueda, rowid, " + searched +
		") VALUES ('delete', old.anio * 10000000 + old.correlativo, " + searchedOld + "); "
)

// inboxIndexes serve the inbox's lists. Most hold only open filings, because the closed
// ones are the great majority after some years.
var inboxIndexes = []struct{ collection, name, columns, where string }{
	{"solicitudes", "idx_bandeja_numero", "estado, anio, correlativo", ""},
	{"solicitudes", "idx_bandeja_responsable", "responsable, estado", "responsable != ''"},
	{"derivaciones", "idx_bandeja_llegada", "area, desde, solicitud", ""},
	{"solicitudes", "idx_bandeja_ruc", "ruc", "ruc != ''"},
	{"documentos", "idx_bandeja_hash", "sha256", ""},
	{"correos", "idx_bandeja_correos", "solicitud, estado", ""},
}

// byUrgency orders filings by their last day of the law, those without one last; the lists
// of the inbox order by the same expression.
const byUrgency = "iif(vence_legal = '', '9999', vence_legal)"

// urgentIndexes hold an expression, which a collection's own indexes can't.
var urgentIndexes = map[string]string{
	// The open filings by urgency, with all that the tabs count.
	"idx_bandeja_abiertas": "solicitudes (" + byUrgency + ", anio, correlativo, vence_legal, semaforo, estado, area) " +
		"WHERE estado IN ('recibida', 'observada', 'subsanada', 'registrada', 'derivada')",
	"idx_bandeja_urgencia": "solicitudes (estado, " + byUrgency + ", anio, correlativo)",
	"idx_bandeja_area": "solicitudes (area, " + byUrgency + ", anio, correlativo, vence_legal, semaforo, estado, responsable) " +
		"WHERE estado = 'derivada'",
}

func init() {
	m.Register(func(app core.App) error {
		err := execute(app,
			"CREATE VIRTUAL TABLE solicitudes_busqueda USING fts5("+searched+
				", content='', tokenize=\"unicode61 remove_diacritics 2\")",
			"INSERT INTO solicitudes_busqueda (rowid, "+searched+") SELECT anio * 10000000 + correlativo, "+searched+" FROM solicitudes",
			"CREATE TRIGGER busqueda_nueva AFTER INSERT ON solicitudes BEGIN "+searchedAdd+"END",
			"CREATE TRIGGER busqueda_cambia AFTER UPDATE OF "+searched+" ON solicitudes BEGIN "+searchedCut+searchedAdd+"END",
		)
		for name, on := range urgentIndexes {
			if err == nil {
				err = execute(app, "CREATE INDEX "+name+" ON "+on)
			}
		}
		for _, i := range inboxIndexes {
			if err == nil {
				err = alter(app, i.collection, func(c *core.Collection) { c.AddIndex(i.name, false, i.columns, i.where) })
			}
		}
		return err
	}, func(app core.App) error {
		err := execute(app, "DROP TRIGGER busqueda_nueva", "DROP TRIGGER busqueda_cambia", "DROP TABLE solicitudes_busqueda")
		for name := range urgentIndexes {
			if err == nil {
				err = execute(app, "DROP INDEX "+name)
			}
		}
		for _, i := range inboxIndexes {
			if err == nil {
				err = alter(app, i.collection, func(c *core.Collection) { c.RemoveIndex(i.name) })
			}
		}
		return err
	})
}
