package hookstest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mesadepartes/hooks"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/servidor"
	_ "mesadepartes/pb_migrations" // the collections

	"github.com/pocketbase/pocketbase/core"
)

// Main runs a package's tests. The binary starts itself again to inspect PDFs,
// so every package whose tests upload files needs this TestMain. So does every
// package whose tests drive the built program, which is removed at the end.
func Main(m *testing.M) {
	if pdf.IsChild(os.Args) {
		os.Exit(pdf.ChildMain())
	}
	code := m.Run()
	for _, dir := range folders.made {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// folders are what the tests of a package share until Main ends.
var folders struct {
	mu   sync.Mutex
	made []string
}

func shared(pattern string) (string, error) {
	dir, err := os.MkdirTemp("", pattern)
	folders.mu.Lock()
	defer folders.mu.Unlock()
	folders.made = append(folders.made, dir)
	return dir, err
}

// Office is a front desk under test.
type Office struct {
	core.App
	*hooks.Desk
	Clock *Clock
	Out   *Output // what --dev prints
}

// Files are the project's pages, mails and browser files.
func Files() fs.FS { return os.DirFS(filepath.Join(Root(), "ui")) }

// New sets an office up at an instant, with its mails in a local mailbox.
func New(t testing.TB, instant string) *Office { return open(t, instant, t.TempDir(), true) }

// NewProduction is New without --dev: no mailbox, codes asked everywhere.
func NewProduction(t testing.TB, instant string) *Office { return open(t, instant, t.TempDir(), false) }

// migrated is a data folder with the collections. Each test binary makes it once,
// because migrating takes longer than most tests.
var migrated = sync.OnceValues(func() (string, error) {
	dir, err := shared("mesa-migrated-*")
	if err != nil {
		return "", err
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: servidor.OpenDatabase})
	if err := app.Bootstrap(); err != nil {
		return "", err
	}
	return dir, errors.Join(app.RunAllMigrations(), app.ClearBootstrap())
})

// seed copies the migrated folder into dir, unless dir has a database already.
func seed(t testing.TB, dir string) {
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

// Reopen starts a second program on the data folder of an office that was closed.
func (o *Office) Reopen(t testing.TB, instant string) *Office {
	return open(t, instant, o.DataDir(), o.IsDev())
}

func open(t testing.TB, instant, dir string, dev bool) *Office {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, IsDev: dev, DBConnect: servidor.OpenDatabase})
	clock, out := At(instant), &Output{}
	desk, err := hooks.Register(app, hooks.Config{Now: clock.Now, Files: Files(), Out: out})
	if err != nil {
		t.Fatal(err)
	}
	seed(t, dir)
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	t.Cleanup(func() {
		_ = desk.PDF.Close()
		_ = app.ClearBootstrap()
	})
	if dev {
		desk.Mailer.Mailbox = correo.NewMailbox(clock.Now)
		desk.Mailer.Mailbox.Catch(app)
	}
	return &Office{App: app, Desk: desk, Clock: clock, Out: out}
}

// Record finds a record or fails the test.
func (o *Office) Record(t testing.TB, collection, id string) *core.Record {
	t.Helper()
	r, err := o.FindRecordById(collection, id)
	if err != nil {
		t.Fatalf("%s %s: %v", collection, id, err)
	}
	return r
}

// Create saves a new record and returns the error of the rules.
func (o *Office) Create(t testing.TB, collection string, values map[string]any) (*core.Record, error) {
	t.Helper()
	c, err := o.FindCollectionByNameOrId(collection)
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(c)
	r.Load(values)
	return r, o.Save(r)
}

// Must is Create for a record that must be accepted; else it fails the test.
func (o *Office) Must(t testing.TB, collection string, values map[string]any) *core.Record {
	t.Helper()
	r, err := o.Create(t, collection, values)
	if err != nil {
		t.Fatalf("%s: %v", collection, Explain(err))
	}
	return r
}

// Set changes the office's settings.
func (o *Office) Set(t testing.TB, values map[string]any) {
	t.Helper()
	r, err := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	r.Load(values)
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
}

// Output collects what a development server prints.
type Output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

// String is everything printed so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}
