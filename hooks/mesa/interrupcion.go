package mesa

import "github.com/pocketbase/pocketbase/core"

// InterrupcionesPublicas lists the outages that citizens are told of, the newest first.
func InterrupcionesPublicas(app core.App) ([]*core.Record, error) {
	return app.FindRecordsByFilter(ColInterrupciones, "estado = 'confirmada' && publica = true", "-desde", 100, 0)
}
