package libro_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// enter.go leans on what is asked for at the end of a transaction: it is done in the
// order in which it was asked for, after the commit, and with the error of a roll-back.
// So the head moves before a mail of the same act leaves.
func TestPocketBaseStillEndsATransactionInTheOrderAsked(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	refused := errors.New("refused")
	for _, want := range []error{nil, refused} {
		var order []string
		app.OnRecordAfterCreateSuccess("cosas").BindFunc(func(e *core.RecordEvent) error {
			order = append(order, "saved")
			return e.Next()
		})
		stored := 0
		err := app.RunInTransaction(func(tx core.App) error {
			tx.TxInfo().OnComplete(func(txErr error) error {
				if !errors.Is(txErr, want) {
					t.Errorf("told %v, want %v", txErr, want)
				}
				n, _ := app.CountRecords("cosas")
				stored = int(n)
				order = append(order, "asked first")
				return nil
			})
			r := core.NewRecord(c)
			return errors.Join(tx.Save(r), want)
		})
		first := order[0] == "asked first" && (want != nil || slices.Equal(order, []string{"asked first", "saved"}))
		if !errors.Is(err, want) || stored != 1 || !first {
			t.Errorf("%v: %d stored, %v", err, stored, order)
		}
	}
}

// keep.go leans on where a restore puts what it replaced, and on PocketBase deleting
// that folder at the next start, not before our handler.
func TestPocketBaseStillDeletesWhatARestoreReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	left := filepath.Join(dir, ".pb_temp_to_delete", "old_pb_data_abc", "storage")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir})
	app.OnBootstrap().BindFunc(func(e *core.BootstrapEvent) error {
		if _, err := os.Stat(left); err != nil {
			t.Errorf("gone before our handler: %v", err)
		}
		return e.Next()
	})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.ClearBootstrap() })
	if _, err := os.Stat(left); err == nil {
		t.Error("PocketBase keeps it by itself: keep.go may go")
	}
}

// restoring.go leans on the name of the route that restores a copy.
func TestPocketBaseStillRestoresAtThisRoute(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	_, token := hookstest.Admin(t, app)
	seen := ""
	mux := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		r.BindFunc(func(e *core.RequestEvent) error {
			seen = e.Request.Pattern + " " + e.Request.PathValue("key")
			return e.ForbiddenError("", nil)
		})
	})
	hookstest.Ask(t, mux, token, "POST", "/api/backups/copia.zip/restore", nil)
	if seen != "POST /api/backups/{key}/restore copia.zip" {
		t.Errorf("the route is %q", seen)
	}
}
