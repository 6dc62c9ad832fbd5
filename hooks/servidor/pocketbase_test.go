package servidor_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"

	"github.com/fatih/color"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// nameOffice in environment.go leans on the names that PocketBase's settings begin with:
// only those are replaced by the office's.
func TestPocketBaseStillBeginsAsAcme(t *testing.T) {
	t.Parallel()
	if meta := hookstest.Stock(t).Settings().Meta; meta.AppName != "Acme" || meta.SenderName != "Support" {
		t.Errorf("%+v", meta)
	}
}

// limitSignIn in environment.go leans on the rate limits that PocketBase begins with:
// four rules, none of them at work. It also leans on the label of every sign-in.
func TestPocketBaseStillBeginsWithFourRateLimitsSwitchedOff(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	limits := app.Settings().RateLimits
	if limits.Enabled || len(limits.Rules) != 4 {
		t.Errorf("at work %v: %v", limits.Enabled, limits.Rules)
	}
	signIn := func(r core.RateLimitRule) bool { return r.Label == "*:auth" }
	if !slices.ContainsFunc(limits.Rules, signIn) {
		t.Errorf("no rule is about signing in: %v", limits.Rules)
	}
}

// OpenDatabase in database.go leans on PocketBase asking for its two bases by their
// names, and on the driver's name and the pragmas that it opens its own with.
func TestPocketBaseStillOpensTwoBasesByName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var asked []string
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: func(path string) (*dbx.DB, error) {
		asked = append(asked, path)
		return core.DefaultDBConnect(path)
	}})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0
	t.Cleanup(func() { _ = app.ClearBootstrap() })
	slices.Sort(asked)
	if want := []string{filepath.Join(dir, "auxiliary.db"), filepath.Join(dir, "data.db")}; !slices.Equal(slices.Compact(asked), want) {
		t.Errorf("asked for %v", asked)
	}
	db, is := app.NonconcurrentDB().(*dbx.DB)
	if !is || db.DriverName() != "sqlite" {
		t.Fatalf("the writer is a %T", app.NonconcurrentDB())
	}
	for pragma, want := range map[string]string{
		"busy_timeout": "10000", "journal_mode": "wal", "journal_size_limit": "200000000", "synchronous": "1",
		"foreign_keys": "1", "temp_store": "2", "cache_size": "-32000",
	} {
		got := ""
		if err := db.NewQuery("PRAGMA " + pragma).Row(&got); err != nil || got != want {
			t.Errorf("%s = %s (%v), want %s", pragma, got, err, want)
		}
	}
}

// quietSQL in database.go leans on where --dev prints statements: through the output of
// fatih/color while PocketBase starts, and by the log functions of both connections.
func TestPocketBaseStillPrintsStatementsThroughTheOutputOfColours(t *testing.T) {
	var printed bytes.Buffer
	screen := color.Output
	color.Output = &printed
	t.Cleanup(func() { color.Output = screen })
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir(), IsDev: true})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0
	t.Cleanup(func() { _ = app.ClearBootstrap() })
	if !bytes.Contains(printed.Bytes(), []byte("SELECT")) {
		t.Errorf("the start prints %q", printed.String())
	}
	ask := func() int {
		t.Helper()
		printed.Reset()
		_, err := app.CountRecords(core.CollectionNameSuperusers)
		_, wrote := app.NonconcurrentDB().NewQuery("UPDATE _superusers SET email = email").Execute()
		if err := errors.Join(err, wrote); err != nil {
			t.Fatal(err)
		}
		return bytes.Count(printed.Bytes(), []byte("_superusers"))
	}
	if n := ask(); n < 2 {
		t.Errorf("of a query and a change %d statements are printed: %s", n, printed.String())
	}
	for _, builder := range []dbx.Builder{app.ConcurrentDB(), app.NonconcurrentDB()} {
		db := builder.(*dbx.DB)
		db.QueryLogFunc, db.ExecLogFunc = nil, nil
	}
	if n := ask(); n != 0 {
		t.Errorf("without log functions %d statements are printed: %s", n, printed.String())
	}
}

// firstSuperuser in environment.go, unread in reloj/digest.go and TellCredentials in
// consulta/credentials.go leave out the account that PocketBase makes for its installer,
// and lean on the name of that account and on it going when the first real one comes.
func TestPocketBaseStillMakesItsInstallerAnAccountUntilARealOneComes(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	app := hookstest.Stock(t)
	made := make(chan string, 1)
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = func(_ core.App, account *core.Record, _ string) error {
			made <- account.Email()
			return nil
		}
		return e.Next()
	})
	served := make(chan error, 1)
	go func() { served <- apis.Serve(app, apis.ServeConfig{HttpAddr: "127.0.0.1:0"}) }()
	select {
	case email := <-made:
		if email != core.DefaultInstallerEmail {
			t.Errorf("the installer is %s", email)
		}
	case err := <-served:
		t.Fatalf("the server ended: %v", err)
	case <-time.After(3 * time.Minute):
		t.Fatal("no installer came")
	}
	hookstest.Admin(t, app)
	if n, err := app.CountRecords(core.CollectionNameSuperusers); n != 1 || err != nil {
		t.Errorf("%d accounts (%v)", n, err)
	}
	stop := &core.TerminateEvent{}
	stop.App = app
	if err := app.OnTerminate().Trigger(stop); err != nil {
		t.Fatal(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// collections.go looks a collection up by its id, because a request that renames one has
// put the new name on the collection of the event already.
func TestPocketBaseStillPutsTheNewNameOnTheCollectionOfARequest(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	_, token := hookstest.Admin(t, app)
	asked := false
	app.OnCollectionUpdateRequest().BindFunc(func(e *core.CollectionRequestEvent) error {
		stored, err := e.App.FindCollectionByNameOrId(e.Collection.Id)
		if asked = true; err != nil || e.Collection.Id != c.Id || e.Collection.Name != "otras" || stored.Name != "cosas" || stored.System {
			t.Errorf("asked to change %q, the base has %+v (%v)", e.Collection.Name, stored, err)
		}
		return e.Next()
	})
	answer := hookstest.Ask(t, hookstest.API(t, app), token, "PATCH", "/api/collections/"+c.Id, map[string]any{"name": "otras"})
	if answer.Code != 200 || !asked {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
