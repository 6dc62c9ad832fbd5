package rule_test

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// What is kept for the end of an act runs once everything else of the act is written,
// however deep it was asked for, and takes the act back when it fails.
func TestWhatIsKeptForTheEndRunsLastAndInsideTheTransaction(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		app := hookstest.Stock(t)
		c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
		var order []string
		rule.On(app.OnRecordCreate, "outer", rule.Locked(func(e *core.RecordEvent) error {
			err := rule.InTransaction(e, func(tx core.App) error {
				return rule.BeforeCommit(tx, func(last core.App) error {
					order = append(order, "kept")
					if n := count(t, last); n != 1 {
						t.Errorf("%d things are written at the end", n)
					}
					if fails {
						return errRefused
					}
					return rule.BeforeCommit(last, func(core.App) error {
						order = append(order, "kept by what was kept")
						return nil
					})
				})
			})
			if err == nil {
				err = e.Next()
			}
			order = append(order, "written")
			return err
		}), "cosas")
		r := core.NewRecord(c)
		err := app.Save(r)
		if fails && (err == nil || count(t, app) != 0) {
			t.Errorf("%v: %d things stay of an act that could not end", err, count(t, app))
		}
		if want := []string{"written", "kept", "kept by what was kept"}; !fails && (err != nil || !slices.Equal(order, want)) {
			t.Errorf("%v: %v", err, order)
		}
	}
}

func TestWithoutARuleAroundItNothingIsKept(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	err := app.RunInTransaction(func(tx core.App) error {
		ran := false
		err := rule.BeforeCommit(tx, func(core.App) error { ran = true; return nil })
		if !ran {
			t.Error("it did not run")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
