package bandeja_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// What is put aside leaves its list until a working day, and never when its term presses.
func TestAFilingIsPutAsideUntilAWorkingDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // a Tuesday, 24 March 2026
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	id := o.Brought(t, mesa.Registrada)
	listed := func(tab string) bool { return b.Get("/bandeja?tab=" + tab).Has(`href="/bandeja/1-2026`) }
	for _, day := range []string{"2026-03-24", "2026-03-23", "2026-03-28", "2026-04-02", "2026-12-01", "ayer"} {
		if p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", day); p.Status != 422 {
			t.Errorf("until %s: %d", day, p.Status)
		}
	}
	if p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", "2026-03-26"); p.Status != 303 {
		t.Fatalf("put aside: %d %s", p.Status, p.Body)
	}
	if listed("por-derivar") || !listed("pospuestas") || !listed("todas") {
		t.Error("it is not in the lists where it belongs")
	}
	if p := b.Get("/bandeja/cuentas"); !p.Has(`"por-derivar":0`) || !p.Has(`"pospuestas":1`) {
		t.Errorf("the numbers: %s", p.Body)
	}
	s := o.Record(t, mesa.ColSolicitudes, id)
	if until := mesa.AsSolicitud(s).PostergadaHasta(); !until.Equal(time.Date(2026, 3, 26, 5, 0, 0, 0, time.UTC)) {
		t.Errorf("until %v", until)
	}
	o.Clock.Add(48 * time.Hour)
	enter(t, b, "mesa@ejemplo.pe")
	if !listed("por-derivar") || listed("pospuestas") {
		t.Error("its day came, and it is not back")
	}
	if p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", "2026-03-31"); p.Status != 303 {
		t.Errorf("again: %d", p.Status)
	}
	if p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", ""); p.Status != 303 || !listed("por-derivar") {
		t.Errorf("taken back: %d", p.Status)
	}
	o.TickAt(t, "2026-04-15T10:00:00-05:00")
	enter(t, b, "mesa@ejemplo.pe")
	p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", o.Now().AddDate(0, 0, 1).Format("2006-01-02"))
	if p.Status != 409 || !p.Has(mesa.TextPostergaRoja) {
		t.Errorf("a red one: %d", p.Status)
	}
	if !strings.Contains(b.Get("/bandeja/1-2026").Body, "Postergada hasta el") {
		t.Error("the trail doesn't tell it")
	}
}

// An area puts aside what it holds, and nothing else.
func TestAnAreaPutsAsideOnlyWhatItHolds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	enter(t, b, "area@ejemplo.pe")
	o.Brought(t, mesa.Registrada)
	held := o.Brought(t, mesa.Derivada)
	if p := b.Post("/bandeja/1-2026/posponer", "postergada_hasta", "2026-03-26"); p.Status != 404 {
		t.Errorf("a foreign one: %d", p.Status)
	}
	if p := b.Post("/bandeja/2-2026/posponer", "postergada_hasta", "2026-03-26"); p.Status != 303 {
		t.Errorf("its own: %d %s", p.Status, p.Body)
	}
	o.MustMove(t, held, mesa.EtapaDevuelto, map[string]any{"motivo": "No es de esta área."})
	if p := b.Post("/bandeja/2-2026/posponer", "postergada_hasta", "2026-03-27"); p.Status != 409 {
		t.Errorf("one that it gave back: %d", p.Status)
	}
}
