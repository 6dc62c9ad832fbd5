package rule_test

import (
	"errors"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

var errRefused = errors.New("refused")

// count tells how many things are stored.
func count(t *testing.T, app core.App) int {
	t.Helper()
	n, err := app.CountRecords("cosas")
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// beside saves a second thing beside the one that is being saved.
func beside(app core.App, r *core.Record) error {
	if r.GetString("nombre") == "second" {
		return nil
	}
	second := core.NewRecord(r.Collection())
	second.Set("nombre", "second")
	return app.Save(second)
}

// A rule and the write that it guards are one transaction, whether it is bound by
// Locked or opens the transaction itself; what comes after a failure undoes both.
func TestARuleAndItsWriteAreStoredTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	for name, bind := range map[string]func(inside func(*core.RecordEvent) error) func(*core.RecordEvent) error{
		"Locked": rule.Locked,
		"InTransaction": func(inside func(*core.RecordEvent) error) func(*core.RecordEvent) error {
			return func(e *core.RecordEvent) error {
				return rule.InTransaction(e, func(tx core.App) error {
					if tx != e.App {
						t.Error("the event writes elsewhere than the transaction")
					}
					return inside(e)
				})
			}
		},
	} {
		for _, c := range []struct {
			name   string
			before error // of the rule, before the write goes on
			after  error // of the rule, after the record was written
			stored int
		}{
			{"accepted", nil, nil, 2}, {"refused before", errRefused, nil, 0}, {"refused after", nil, errRefused, 0},
		} {
			t.Run(name+" "+c.name, func(t *testing.T) {
				app := hookstest.Stock(t)
				things := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
				rule.On(app.OnRecordCreate, "guard", bind(func(e *core.RecordEvent) error {
					if !e.App.IsTransactional() {
						t.Error("the rule runs outside of a transaction")
					}
					return errors.Join(beside(e.App, e.Record), c.before, goOn(e, c.before), c.after)
				}), "cosas")
				err := app.Save(core.NewRecord(things))
				if got := errors.Is(err, errRefused); got == (c.stored > 0) {
					t.Errorf("saving: %v", err)
				}
				if n := count(t, app); n != c.stored {
					t.Errorf("%d records stored, want %d", n, c.stored)
				}
			})
		}
	}
}

// goOn lets the write go on unless the rule refused it already.
func goOn(e *core.RecordEvent, refused error) error {
	if refused != nil {
		return nil
	}
	return e.Next()
}

func TestAfterARuleTheEventHasItsOwnAppAgain(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	things := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	for name, refused := range map[string]error{"accepted": nil, "refused": errRefused} {
		e := &core.RecordEvent{}
		e.App, e.Record = app, core.NewRecord(things)
		err := rule.InTransaction(e, func(core.App) error { return refused })
		if !errors.Is(err, refused) || e.App != core.App(app) {
			t.Errorf("%s: %v, transactional %v", name, err, e.App.IsTransactional())
		}
	}
	e := &core.RecordEvent{}
	e.App, e.Record = app, core.NewRecord(things)
	func() {
		defer func() { _ = recover() }()
		_ = rule.InTransaction(e, func(core.App) error { panic("prueba") })
	}()
	if e.App != core.App(app) {
		t.Error("a panic left the event in its transaction")
	}
}

func TestInsideATransactionARuleOpensNoSecondOne(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	things := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	rule.On(app.OnRecordCreate, "guard", rule.Locked(pass), "cosas")
	err := app.RunInTransaction(func(tx core.App) error {
		return errors.Join(tx.Save(core.NewRecord(things)), errRefused)
	})
	if n := count(t, app); !errors.Is(err, errRefused) || n != 0 {
		t.Errorf("%v; %d records outlive the outer transaction", err, n)
	}
}

func TestStoredIsTheRecordAsTheBaseHasIt(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	things := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	r := hookstest.Thing(t, app, things, map[string]any{"nombre": "first"})
	if _, err := app.DB().NewQuery("UPDATE cosas SET nombre = 'by another program'").Execute(); err != nil {
		t.Fatal(err)
	}
	r.Set("nombre", "typed")
	e := &core.RecordEvent{}
	e.App, e.Record = app, r
	before, err := rule.Stored(e)
	if err != nil || before.GetString("nombre") != "by another program" || r.GetString("nombre") != "typed" {
		t.Errorf("%v %v", before, err)
	}
}
