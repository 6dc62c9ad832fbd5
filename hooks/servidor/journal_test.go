package servidor_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// journal are the lines of an office's standard output that are JSON, once it has all the words:
// PocketBase logs in the background, and flushes by itself too.
func journal(t *testing.T, o *hookstest.Office, words ...string) (lines []map[string]any) {
	t.Helper()
	lacks := func() string {
		for _, word := range words {
			if !strings.Contains(o.Out.String(), word) {
				return word
			}
		}
		return ""
	}
	for end := time.Now().Add(10 * time.Second); lacks() != "" && time.Now().Before(end); runtime.Gosched() {
		hookstest.Logged(t, o.App)
	}
	for text := range strings.Lines(o.Out.String()) {
		line := map[string]any{}
		if json.Unmarshal([]byte(text), &line) == nil {
			lines = append(lines, line)
		}
	}
	if word := lacks(); word != "" {
		t.Errorf("no line tells of %s:\n%s", word, o.Out)
	}
	return lines
}

// A person who shows staff the reference of an error page is found in the system's journal,
// and the journal tells nothing of the person.
func TestARequestThatFailsIsInTheJournalUnderTheReferenceOfItsPage(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { o.Settings().Logs.MaxDays = 0 })
	site := uitest.Serve(t, o)
	o.OnRecordCreate("borradores").BindFunc(func(*core.RecordEvent) error {
		return errors.New("no se guardó a ana@ejemplo.pe, DNI 11111111, en /solicitud/x?clave=secreta ni juan_perez.pdf")
	})
	b := uitest.NewBrowser(t, site)
	p := b.Post("/solicitud?quien=11111111", "persona", "natural", "acepto", "1")
	if p.Status != 500 {
		t.Fatalf("%d", p.Status)
	}
	found := false
	for _, line := range journal(t, o, "request failed") {
		ref, _ := line["reference"].(string)
		if ref == "" {
			continue
		}
		found = true
		if !p.Has(ref) || line["level"] != "ERROR" || line["path"] != "/solicitud" || line["time"] == "" ||
			line["error"] != "no se guardó a [correo], DNI [número], en /solicitud/x?… ni [archivo].pdf" {
			t.Errorf("%v", line)
		}
	}
	if out := o.Out.String(); !found || strings.Contains(out, "11111111") || strings.Contains(out, "127.0.0.1") {
		t.Errorf("the journal:\n%s", out)
	}
}

func TestTheJournalTellsOfJobsAndMailsAndOfNoRequestThatWentWell(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App).Down(true)
	o.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { o.Settings().Logs.MaxDays = 0 })
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	o.Filed(t, map[string]any{"correo": "ana@ejemplo.pe"})
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	rule.Job(o.App, "prueba", func(core.App) error { return fmt.Errorf("job of %s", "ana@ejemplo.pe") })
	if p := b.Get("/"); p.Status != http.StatusOK {
		t.Fatal(p.Status)
	}
	if p := b.Get("/no-existe"); p.Status != http.StatusNotFound {
		t.Fatal(p.Status)
	}
	lines := journal(t, o, "job of [correo]", "mail not sent")
	seen := map[string]bool{}
	for _, line := range lines {
		seen[fmt.Sprint(line["msg"])] = true
		if line["type"] == "request" {
			t.Errorf("a request that went well, or was refused: %v", line)
		}
	}
	if !seen["job failed"] || !seen["mail not sent"] || strings.Contains(o.Out.String(), "ana@") {
		t.Errorf("the journal:\n%s", o.Out)
	}
}

func TestADevelopmentServerPrintsNoJournal(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { o.Settings().Logs.MaxDays = 0 })
	uitest.Serve(t, o)
	rule.Job(o.App, "prueba", func(core.App) error { return errServed })
	hookstest.Logged(t, o.App)
	if strings.Contains(o.Out.String(), "job failed") {
		t.Errorf("printed:\n%s", o.Out)
	}
}

// tellJournal in journal.go leans on how PocketBase stores its log: each line is a model whose
// hooks run before it is written, with what the logger was given.
func TestPocketBaseStillStoresEachLineOfItsLogThroughTheEventsOfAModel(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	app.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { app.Settings().Logs.MaxDays = 0 })
	var got *core.Log
	app.OnModelCreate(core.LogsTableName).BindFunc(func(e *core.ModelEvent) error {
		got, _ = e.Model.(*core.Log)
		return e.Next()
	})
	app.Logger().Error("prueba", "number", 3)
	hookstest.Logged(t, app)
	if got == nil || got.Message != "prueba" || got.Level != 8 || fmt.Sprint(got.Data["number"]) != "3" || got.Created.IsZero() {
		t.Errorf("%+v", got)
	}
}

// OpenReading in reading.go leans on the name of the handler that writes into the data folder
// at a start, and on the one migration that is repeated where the log's table is not found.
func TestPocketBaseStillWatchesTheFolderUnderTheNameThatReadingUnbinds(t *testing.T) {
	t.Parallel()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	before := app.OnBootstrap().Length()
	app.OnBootstrap().Unbind("__pbNotifyWatcherSystemHook__")
	if after := app.OnBootstrap().Length(); after != before-1 {
		t.Errorf("%d handlers of %d are left", after, before)
	}
}
