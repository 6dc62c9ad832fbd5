package servidor_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

func TestEverybodyReadsTheWordAndStaffTheReasons(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	if p := guest.Call("GET", "/salud", nil); p.Status != 200 || p.Body != "bien\n" || p.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	o.Clock.Add(10 * time.Minute) // no round meanwhile
	p := untilFresh(t, func() uitest.Page { return guest.Call("GET", "/salud", nil) }, "mal\n")
	if p.Status != 503 {
		t.Errorf("a guest: %d %s", p.Status, p.Body)
	}
	if p := admin.Call("GET", "/salud", nil); p.Status != 503 || !strings.Contains(p.Body, "reloj (mal)") || !strings.Contains(p.Body,
		"10 minutos") {
		t.Errorf("an administrator: %d %s", p.Status, p.Body)
	}
	if p := admin.Call("GET", "/api/salud", nil); p.Status != 200 || !strings.Contains(p.Body, "reloj (mal)") {
		t.Errorf("the dashboard: %d %s", p.Status, p.Body)
	}
	if p := guest.Call("GET", "/api/salud", nil); p.Status != 401 && p.Status != 403 || strings.Contains(p.Body, "reloj") {
		t.Errorf("a guest at the dashboard's health: %d %s", p.Status, p.Body)
	}
	if p := guest.Call("GET", "/api/health", nil); p.Status != 200 {
		t.Errorf("pages are answered: %d", p.Status)
	}
}

// untilFresh asks until what a check found before is asked anew.
func untilFresh(t *testing.T, ask func() uitest.Page, want string) (p uitest.Page) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); <-tick.C {
		if p = ask(); p.Body == want {
			break
		}
	}
	return p
}

// wantHealth asks a new room of its own, which remembers nothing.
func wantHealth(t *testing.T, o *hookstest.Office, want mesa.Salud, reason string) {
	t.Helper()
	room := servidor.New(servidor.Config{Now: o.Now, Checks: []servidor.Check{{Name: "correo", Look: o.Mailer.Salud}}})
	room.Beat()
	got, reasons := room.Health(t.Context(), o.App)
	if all := strings.Join(reasons, "\n"); got != want || !strings.Contains(all, reason) {
		t.Errorf("%v, want %v and %q:\n%s", got, want, reason, all)
	}
}

func TestACorruptBaseIsMal(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	wantHealth(t, o, mesa.Bien, "")
	for range 50 {
		o.Filed(t, nil)
	}
	if _, err := o.NonconcurrentDB().NewQuery("PRAGMA wal_checkpoint(TRUNCATE)").Execute(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(o.DataDir(), "data.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	for at := info.Size() / 2; at < info.Size()*3/4; at += 4096 {
		if _, err := f.WriteAt([]byte(strings.Repeat("x", 512)), at); err != nil {
			t.Fatal(err)
		}
	}
	wantHealth(t, o, mesa.Mal, "integridad de la base (mal)")
}

func TestAStorageThatTakesNothingIsMal(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	storage := filepath.Join(o.DataDir(), core.LocalStorageDirName)
	if err := os.RemoveAll(storage); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(storage, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantHealth(t, o, mesa.Mal, "archivos (mal)")
}

func TestADiskBelowTheReserveIsMal(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"reserva_mb": 1 << 20})
	wantHealth(t, o, mesa.Mal, "no se reciben archivos")
}

func TestAMailThatWaitsAnHourAsksForAttention(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	wantHealth(t, o, mesa.Atencion, mesa.TextArranqueMudo)
	hookstest.NewSMTP(t, o.App)
	o.Filed(t, nil)
	o.Clock.Add(59 * time.Minute)
	wantHealth(t, o, mesa.Bien, "")
	o.Clock.Add(2 * time.Minute)
	wantHealth(t, o, mesa.Atencion, "correo (atención)")
}

func TestACheckThatPanicsOrHangsIsMal(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	release := make(chan struct{})
	defer close(release)
	room := servidor.New(servidor.Config{Now: o.Now, Checks: []servidor.Check{
		{Name: "pánico", Look: func(context.Context, core.App) (mesa.Salud, string) { panic("de prueba") }},
		{Name: "colgado", Look: func(context.Context, core.App) (mesa.Salud, string) { <-release; return mesa.Bien, "" }},
		{Name: "lento", Slow: true, Look: func(context.Context, core.App) (mesa.Salud, string) { <-release; return mesa.Bien, "" }},
	}})
	room.Beat()
	got, reasons := room.Health(t.Context(), o.App)
	all := strings.Join(reasons, "\n")
	if got != mesa.Mal || len(reasons) != 2 || !strings.Contains(all, "pánico (mal): falla del programa: de prueba") ||
		!strings.Contains(all, "colgado (mal): no responde") {
		t.Errorf("%v\n%s", got, all)
	}
}

func TestAskingForTheHealthLoadsNobodyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	looks := 0
	room := servidor.New(servidor.Config{Now: o.Now, Checks: []servidor.Check{
		{Name: "contado", Look: func(context.Context, core.App) (mesa.Salud, string) { looks++; return mesa.Bien, "" }},
	}})
	for range 1000 {
		room.Health(t.Context(), o.App)
	}
	if looks > 2 {
		t.Errorf("a check looked %d times", looks)
	}
	var rows int
	if err := o.DB().NewQuery("SELECT count(*) FROM _params").Row(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

func TestSettingsThatDidNotChangeAreNotWritten(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	t.Setenv("MESA_SMTP_HOST", "smtp.ejemplo.pe")
	t.Setenv("MESA_SMTP_PASSWORD", "clave-de-prueba")
	mustServe(t, o)
	written := 0
	o.OnModelUpdate("_params").BindFunc(func(e *core.ModelEvent) error { written++; return e.Next() })
	mustServe(t, o)
	if written != 0 {
		t.Error("an unchanged start writes")
	}
	s := o.Settings()
	s.Meta.AppName = "Mi mesa"
	if err := o.Save(s); err != nil { // as the dashboard does
		t.Fatal(err)
	}
	var stored string
	if err := o.DB().NewQuery("SELECT value FROM _params WHERE id = 'settings'").Row(&stored); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(stored, "clave-de-prueba") || !strings.Contains(stored, "Mi mesa") || o.Settings().SMTP.Password != "clave-de-prueba" {
		t.Errorf("in use %q, stored %s", o.Settings().SMTP.Password, stored)
	}
}
