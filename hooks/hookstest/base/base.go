// Package base gives tests a data folder with the collections. It binds no rule, so
// that the tests inside a room may use it. Only tests import it.
package base

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mesadepartes/hooks/servidor"
	_ "mesadepartes/pb_migrations" // the collections

	"github.com/pocketbase/pocketbase/core"
)

// Open starts an app on a new folder with the collections and without any rule.
func Open(t testing.TB) core.App {
	t.Helper()
	dir := t.TempDir()
	Copy(t, dir)
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: servidor.OpenDatabase})
	Still(app)
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	t.Cleanup(func() { _ = End(app) })
	return app
}

// Still leaves out what PocketBase does by itself: its watcher for what other processes
// write reads the app without a lock, also while the end of a test closes the app, and
// its cron goes by the machine's clock, whose next minute comes amid some test.
func Still(app core.App) {
	app.OnBootstrap().Unbind("__pbNotifyWatcherSystemHook__")
	app.OnServe().Unbind("__pbCronStart__")
}

// End stops an app as the program does at its end. Without that PocketBase's watcher
// of the data folder stays open, and a user may have 128 of them.
func End(app core.App) error {
	e := &core.TerminateEvent{}
	e.App = app
	return app.OnTerminate().Trigger(e, func(e *core.TerminateEvent) error { return e.App.ClearBootstrap() })
}

// Copy puts a base with the collections into dir, unless dir has one already.
func Copy(t testing.TB, dir string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "data.db")); err == nil {
		return
	}
	from, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// migrated is a data folder with the collections. It is made once for the tests of all
// packages, because migrating takes longer than most tests.
var migrated = sync.OnceValues(func() (string, error) { return kept(migrate) })

func migrate(dir string) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: servidor.OpenDatabase})
	Still(app)
	if err := app.Bootstrap(); err != nil {
		return err
	}
	return errors.Join(app.RunAllMigrations(), cheapPasswords(app), shortTerms(app), smallReserve(app), End(app))
}

// cheapPasswords lets passwords be hashed at the least cost that bcrypt takes: at
// the usual one they were a fifth of all that the tests computed.
func cheapPasswords(app core.App) error {
	all, err := app.FindAllCollections()
	if err != nil {
		return err
	}
	for _, c := range all {
		for _, f := range c.Fields {
			if password, ok := f.(*core.PasswordField); ok {
				password.Cost = 4
				err = errors.Join(err, app.Save(c))
			}
		}
	}
	return err
}

// shortTerms lets the office of most tests count the term to correct from the sending and
// every answer from the registration, in ten days: a term then begins without a citizen.
// Tests of how terms begin set the rules themselves.
func shortTerms(app core.App) error {
	_, entidad := app.DB().NewQuery("UPDATE entidad SET inicio_subsanacion = 'envio'").Execute()
	_, tramites := app.DB().NewQuery("UPDATE tramites SET inicio_plazo = '', plazo_dias = 10, meta_dias = 0 WHERE orden IN (1, 3)").Execute()
	return errors.Join(entidad, tramites)
}

// smallReserve lets the office of a test take files on a machine whose disk is nearly full.
func smallReserve(app core.App) error {
	_, err := app.DB().NewQuery("UPDATE entidad SET reserva_mb = 16").Execute()
	return err
}
