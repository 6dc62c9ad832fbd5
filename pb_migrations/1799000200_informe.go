package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The indexes of the reports. Each holds every column that its question reads, because a
// report of a year reads too many filings to look each of them up in the table.
var reportIndexes = []struct{ collection, name, columns, where string }{
	{"solicitudes", "idx_informe_llegada", "recibida_en, anio, correlativo, id, tramite, estado, area, vence_legal, responsable", ""},
	{"solicitudes", "idx_informe_abiertas", "recibida_en, id, tramite, estado, area, vence_legal, responsable",
		"estado IN ('recibida', 'observada', 'subsanada', 'registrada', 'derivada')"},
	{"movimientos", "idx_informe_recorrido", "solicitud, fecha, etapa, actor", ""},
	{"movimientos", "idx_informe_personas", "actor, fecha, etapa, solicitud", ""},
}

func init() {
	m.Register(func(app core.App) (err error) {
		for _, i := range reportIndexes {
			if err == nil {
				err = alter(app, i.collection, func(c *core.Collection) { c.AddIndex(i.name, false, i.columns, i.where) })
			}
		}
		return err
	}, func(app core.App) (err error) {
		for _, i := range reportIndexes {
			if err == nil {
				err = alter(app, i.collection, func(c *core.Collection) { c.RemoveIndex(i.name) })
			}
		}
		return err
	})
}
