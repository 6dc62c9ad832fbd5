package reloj_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// pending counts the changes of the calendar whose terms are not counted anew.
func pending(t *testing.T, o *hookstest.Office) (n int) {
	t.Helper()
	if err := o.DB().NewQuery("SELECT count(*) FROM reloj_recuentos").Row(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestARecountThatWasKilledGoesOnAndTellsNobodyTwice(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	var ids []string
	for range 3 {
		id := o.Filed(t, nil).Id
		o.Observe(t, id) // until Thursday 26
		ids = append(ids, id)
	}
	killed := errors.New("killed")
	calls := 0
	hook := o.OnRecordUpdate(mesa.ColSolicitudes).BindFunc(func(e *core.RecordEvent) error {
		if calls++; calls > 1 {
			return killed
		}
		return e.Next()
	})
	declare(t, o, "2026-03-25", nil)
	o.OnRecordUpdate(mesa.ColSolicitudes).Unbind(hook)
	if pending(t, o) != 1 {
		t.Fatal("the change is forgotten before every term was moved")
	}
	o.TickAt(t, "2026-03-27T00:01:00-05:00") // the terms as they stood ended yesterday
	for _, id := range ids {
		wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "2026-03-27"})
	}
	if n := mailed(t, o, "plazo"); n != len(ids) || pending(t, o) != 0 {
		t.Errorf("%d mails for %d filings, %d changes wait", n, len(ids), pending(t, o))
	}
}

// A filing that can't be moved holds up neither the others nor the rest of the round, and is
// not closed by a day that no longer is its last.
func TestAFilingThatFailsHoldsUpNoRound(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	bad, good, overdue := o.Filed(t, nil).Id, o.Filed(t, nil).Id, o.Filed(t, nil).Id
	o.Observe(t, overdue)
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	o.Observe(t, bad) // until Friday 27
	o.Observe(t, good)
	o.OnRecordUpdate(mesa.ColSolicitudes).BindFunc(func(e *core.RecordEvent) error {
		if e.Record.Id == bad && e.Record.GetString("vence_subsanacion") != "2026-03-27 05:00:00.000Z" {
			return errors.New("never")
		}
		return e.Next()
	})
	o.Clock.Set("2026-03-27T10:00:00-05:00")
	declare(t, o, "2026-03-27", nil)
	o.Clock.Set("2026-03-28T00:01:00-05:00")
	if err := o.Reloj.Tick(o.App); err == nil || pending(t, o) != 1 {
		t.Errorf("%v, %d changes wait", err, pending(t, o))
	}
	wantFields(t, o, good, map[string]string{"vence_subsanacion": "2026-03-30", "estado": "observada"})
	wantFields(t, o, bad, map[string]string{"vence_subsanacion": "2026-03-27", "estado": "observada"})
	wantFields(t, o, overdue, map[string]string{"estado": "no_presentada"})
}

func TestARecountStopsAtItsDeadlineAndTheRoundEndsIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	if _, err := o.DB().NewQuery("INSERT INTO reloj_recuentos (motivo) VALUES ('prueba')").Execute(); err != nil {
		t.Fatal(err)
	}
	if _, err := o.DB().NewQuery(`INSERT INTO dias_no_laborables (id, fecha, nombre, base_legal)
		VALUES ('prueba000000001', '2026-03-25 05:00:00.000Z', 'Prueba', 'DS')`).Execute(); err != nil {
		t.Fatal(err)
	}
	if err := o.Reloj.Recount(o.App, time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-26"})
	o.TickAt(t, workday)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-27"})
}

// A day declared after the closing may show that the term had not ended.
func TestADayDeclaredTooLateRaisesAPossibleReopening(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.NoPresentada)
	other := o.Brought(t, mesa.NoPresentada) // its term came later
	declare(t, o, "2026-03-25", nil)
	if got := o.Record(t, mesa.ColSolicitudes, id).GetString("alerta"); !strings.HasPrefix(got, "POSIBLE REAPERTURA") ||
		!strings.Contains(got, "viernes 27 de marzo de 2026") {
		t.Errorf("the filing that was closed too early: %q", got)
	}
	if got := o.Record(t, mesa.ColSolicitudes, other).GetString("alerta"); got != "" {
		t.Errorf("the other one: %q", got)
	}
}

// Nothing but a move of the filing takes the possible reopening off it: not the notice of the
// closing that goes by cédula, nor its cédula, nor the citizen's late word.
func TestAPossibleReopeningStaysUntilSomebodyActs(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.NoPresentada)
	o.Deliver(t)
	said := func(reopening, paper bool) {
		t.Helper()
		alerta := o.Record(t, mesa.ColSolicitudes, id).GetString("alerta")
		if strings.Contains(alerta, "POSIBLE REAPERTURA") != reopening || strings.Contains(alerta, "Notificar por cédula") != paper {
			t.Errorf("the alert says %q", alerta)
		}
	}
	declare(t, o, "2026-03-25", nil)
	said(true, false)
	o.Clock.Add(20 * 24 * time.Hour)
	mark(t, o)
	said(true, true)
	declare(t, o, "2026-03-26", nil)
	said(true, true)
	if err := confirm(o, o.NoticeOf(t, id, "no_presentada")); err != nil {
		t.Fatal(err)
	}
	said(true, false)
	o.MustMove(t, id, mesa.EtapaCedula, map[string]any{"cedula_numero": "1", "recibida_por": "Ana.", "entregada_el": o.Now()})
	said(true, false)
	o.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Se declaró un día."})
	said(false, false)
}

// A day that was declared, and whose recount did not reach the filing yet, counts all the same:
// the correction is taken, nobody is reminded of the old day, and the clock closes nothing.
func TestWhileARecountWaitsTheCalendarOfTodayHolds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id) // until Thursday 26
	if _, err := o.DB().NewQuery(`INSERT INTO dias_no_laborables (id, fecha, nombre, base_legal)
		VALUES ('prueba000000001', '2026-03-25 05:00:00.000Z', 'Prueba', 'DS')`).Execute(); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set("2026-03-26T20:00:00-05:00")
	c := o.Reading(t)
	if err := errors.Join(o.Reloj.Remind(c), o.Reloj.Nudge(c)); err != nil {
		t.Fatal(err)
	}
	if n := mailed(t, o, "recordatorio") + mailed(t, o, "por_enviar"); n != 0 {
		t.Errorf("%d reminders of a day that moves", n)
	}
	o.Clock.Set("2026-03-27T10:00:00-05:00")
	if err := o.Reloj.CloseOverdue(c); err != nil {
		t.Fatal(err)
	}
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "2026-03-26"})
	o.Correct(t, id, doc.Id)
	wantFields(t, o, id, map[string]string{"estado": "subsanada"})
}
