package rule

import "github.com/pocketbase/pocketbase/core"

// Locked runs a rule in the transaction of the write that it guards. PocketBase
// writes whole rows: a rule that looked before the write would let an old row undo
// a move that was finished meanwhile.
func Locked(rule func(*core.RecordEvent) error) func(*core.RecordEvent) error {
	return func(e *core.RecordEvent) error {
		return InTransaction(e, func(core.App) error { return rule(e) })
	}
}

// Stored reads a record as the base has it. Record.Original is blank after a
// first save and stale after another process wrote.
func Stored(e *core.RecordEvent) (*core.Record, error) {
	return e.App.FindRecordById(e.Record.Collection(), e.Record.Id)
}

// InTransaction makes one transaction of an event and all that a rule adds to it:
// app.Save alone is none across what hooks do. Inside, only tx may be used: the
// outer app would wait for itself.
func InTransaction(e *core.RecordEvent, fn func(tx core.App) error) error {
	outer := e.App
	defer func() { e.App = outer }()
	return outer.RunInTransaction(func(tx core.App) error {
		e.App = tx
		return fn(tx)
	})
}
