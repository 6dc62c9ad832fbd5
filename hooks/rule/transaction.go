package rule

import (
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

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
		return lastly(tx, fn)
	})
}

// Transaction makes one transaction of several writes that no event holds together.
func Transaction(app core.App, fn func(tx core.App) error) error {
	return app.RunInTransaction(func(tx core.App) error { return lastly(tx, fn) })
}

// ends holds, by transaction, what BeforeCommit was asked to do. One goroutine at a
// time works in a transaction, so each list needs no lock.
var ends sync.Map // *core.TxAppInfo → *[]func(core.App) error

// BeforeCommit runs fn as the last thing that the outermost rule of a transaction
// does, when everything that belongs to its act is written. An error of fn rolls the
// act back. Without a rule of ours around the write, fn runs at once.
func BeforeCommit(tx core.App, fn func(tx core.App) error) error {
	list, open := ends.Load(tx.TxInfo())
	if !open {
		return fn(tx)
	}
	all := list.(*[]func(core.App) error)
	*all = append(*all, fn)
	return nil
}

// lastly runs fn, and after the outermost one what BeforeCommit kept for the end.
func lastly(tx core.App, fn func(tx core.App) error) error {
	list, nested := ends.LoadOrStore(tx.TxInfo(), &[]func(core.App) error{})
	if nested {
		return fn(tx)
	}
	defer ends.Delete(tx.TxInfo())
	if err := fn(tx); err != nil {
		return err
	}
	all := list.(*[]func(core.App) error)
	for i := 0; i < len(*all); i++ { // one may add another
		if err := (*all)[i](tx); err != nil {
			return err
		}
	}
	return nil
}
