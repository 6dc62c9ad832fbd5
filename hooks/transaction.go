package hooks

import "github.com/pocketbase/pocketbase/core"

// stored reads a record as the base has it. Record.Original is blank after a
// first save and stale after another process wrote.
func stored(e *core.RecordEvent) (*core.Record, error) {
	return e.App.FindRecordById(e.Record.Collection(), e.Record.Id)
}

// inTransaction makes one transaction of an event and all that a rule adds to
// it: app.Save alone is none across what hooks do. Inside, only tx may be used:
// the outer app would wait for itself.
func inTransaction(e *core.RecordEvent, fn func(tx core.App) error) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return fn(tx)
	})
}
