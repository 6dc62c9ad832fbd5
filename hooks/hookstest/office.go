package hookstest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mesadepartes/hooks"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/servidor"

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
	_ = inspector().Close()
	base.RemoveShared()
	os.Exit(code)
}

// inspector admits the files of all offices of a package, so that at most two
// children read them and few are started.
var inspector = sync.OnceValue(pdf.NewInspector)

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

// Reopen starts a second program on the data folder of an office that was closed.
func (o *Office) Reopen(t testing.TB, instant string) *Office {
	return open(t, instant, o.DataDir(), o.IsDev())
}

func open(t testing.TB, instant, dir string, dev bool) *Office {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, IsDev: dev, DBConnect: servidor.OpenDatabase, EncryptionEnv: servidor.KeyVariable})
	base.Still(app)
	clock, out := At(instant), &Output{}
	desk, err := hooks.Register(app, hooks.Config{Now: clock.Now, ClockSet: true, Files: Files(), Out: out})
	if err != nil {
		t.Fatal(err)
	}
	base.Copy(t, dir)
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	desk.Borrador.PDF = inspector()
	t.Cleanup(func() { _ = base.End(app) })
	o := &Office{App: app, Desk: desk, Clock: clock, Out: out}
	if !dev {
		o.Confirm(t)
		return o
	}
	desk.Mailer.Mailbox = correo.NewMailbox(clock.Now)
	desk.Mailer.Mailbox.Catch(app)
	return o
}

// Confirm has a person say that the data are this office's, for a folder that production opens.
func (o *Office) Confirm(t testing.TB) { confirm(t, o.App, "strftime('%Y-%m-%d %H:%M:%fZ', 'now')") }

// confirm writes when a person said that the data on display are this office's, without which
// production takes no filing.
func confirm(t testing.TB, app core.App, when string) {
	t.Helper()
	if _, err := app.DB().NewQuery("UPDATE entidad SET confirmada_en = " + when).Execute(); err != nil {
		t.Fatal(err)
	}
}

// Unconfirm makes an office of production one that nobody confirmed yet.
func (o *Office) Unconfirm(t testing.TB) { confirm(t, o.App, "''") }

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
