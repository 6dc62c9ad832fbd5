package reloj_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"
)

// A term that ends on a day of an outage ends on the next day that works (art. 134.2); one
// that ends on another day keeps its day, and the day still counts inside it.
func TestAnOutageMovesTheTermsThatEndOnIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // Tuesday 24 March
	last, other := o.Filed(t, nil).Id, o.Filed(t, nil).Id
	o.Observe(t, last) // until Thursday 26
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	o.Observe(t, other) // until Friday 27
	o.Clock.Set("2026-03-26T18:00:00-05:00")
	outage := map[string]any{
		"desde": "2026-03-26 14:00:00.000Z", "hasta": "2026-03-26 20:00:00.000Z", "motivo": "Corte de energía.", "estado": "propuesta",
	}
	row := o.Must(t, mesa.ColInterrupciones, outage)
	wantFields(t, o, last, map[string]string{"vence_subsanacion": "2026-03-26"}) // a proposal moves nothing
	row.Set("estado", "confirmada")
	if err := o.Save(row); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	wantFields(t, o, last, map[string]string{"vence_subsanacion": "2026-03-27"})
	wantFields(t, o, other, map[string]string{"vence_subsanacion": "2026-03-27"})
	if got := clockNotes(t, o, last); len(got) != 1 || !strings.Contains(got[0], "interrupción del servicio el jueves 26 de marzo de 2026") {
		t.Errorf("the trail says %q", got)
	}
	if n := mailed(t, o, "plazo"); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestAnOutageThatNobodyCouldHave(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	type row = map[string]any
	for field, c := range map[string]struct {
		set  row
		text string
	}{
		"desde": {row{"desde": "2026-03-25 15:00:00.000Z"}, mesa.TextInterrupcionFutura},
		"hasta": {row{"desde": "2026-03-24 12:00:00.000Z", "hasta": "2026-03-24 11:00:00.000Z"}, mesa.TextInterrupcionAlReves},
	} {
		c.set["motivo"], c.set["estado"] = "Corte", "confirmada"
		_, err := o.Create(t, mesa.ColInterrupciones, c.set)
		hookstest.WantRefusal(t, err, 422, field, c.text)
	}
	_, err := o.Create(t, mesa.ColInterrupciones, row{"desde": "2026-01-24 12:00:00.000Z", "hasta": "2026-03-24 11:00:00.000Z",
		"motivo": "Corte", "estado": "confirmada"})
	hookstest.WantRefusal(t, err, 422, "hasta", mesa.TextInterrupcionLarga)
}

// The program proposes an outage when its own rounds were missing over the last day of a
// term; a night, in which none ends, is none.
func TestTheProgramProposesTheOutageItSaw(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.Observe(t, id) // until Thursday 26
	o.TickAt(t, "2026-03-24T20:00:00-05:00")
	o.TickAt(t, "2026-03-25T08:00:00-05:00")
	proposed := func() int {
		rows, err := o.FindAllRecords(mesa.ColInterrupciones)
		if err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	if proposed() != 0 {
		t.Error("a night is an outage")
	}
	o.TickAt(t, "2026-03-26T09:00:00-05:00")
	if proposed() != 1 {
		t.Fatalf("%d proposals", proposed())
	}
	row, _ := o.FindFirstRecordByData(mesa.ColInterrupciones, "estado", "propuesta")
	if row.GetString("desde") != "2026-03-25 13:00:00.000Z" || row.GetString("hasta") != "2026-03-26 14:00:00.000Z" || row.GetBool("publica") {
		t.Errorf("%v", row.FieldsData())
	}
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-26"})
	o.TickAt(t, "2026-03-26T09:30:00-05:00")
	if proposed() != 1 {
		t.Error("proposed twice")
	}
}

// The program was down over Thursday 26, the last day of a term: that day may move (art.
// 134.2), so nothing is closed until a person confirms or discards the outage, and staff see it.
func TestAProposedOutageHoldsTheClosing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule   string
		person func(*testing.T, *hookstest.Office)
		estado string
		last   string
	}{
		{"nobody says a word", func(*testing.T, *hookstest.Office) {}, "observada", "2026-03-26"},
		{"discarded", func(t *testing.T, o *hookstest.Office) { t.Helper(); o.DiscardOutages(t) }, "no_presentada", "2026-03-26"},
		{"confirmed: until Monday 30", func(t *testing.T, o *hookstest.Office) {
			t.Helper()
			row, err := o.FindFirstRecordByData(mesa.ColInterrupciones, "estado", "propuesta")
			if err != nil {
				t.Fatal(err)
			}
			row.Load(map[string]any{"estado": "confirmada", "motivo": "Corte de energía."})
			if err := o.Save(row); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}, "observada", "2026-03-30"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			id := o.Filed(t, nil).Id
			o.Observe(t, id) // until Thursday 26
			o.TickAt(t, "2026-03-26T09:00:00-05:00")
			o.TickAt(t, "2026-03-27T09:00:00-05:00")
			wantFields(t, o, id, map[string]string{"estado": "observada", "semaforo": "ambar"})
			if alerta := o.Record(t, mesa.ColSolicitudes, id).GetString("alerta"); !strings.HasPrefix(alerta,
				mesa.TextPlazoRetenido("jueves 26 de marzo de 2026")) {
				t.Errorf("staff are told %q", alerta)
			}
			c.person(t, o)
			o.TickAt(t, "2026-03-27T09:01:00-05:00")
			wantFields(t, o, id, map[string]string{"estado": c.estado, "vence_subsanacion": c.last})
		})
	}
}

// However long nobody saw the machine, and whoever says that its hour is right, the days are
// proposed: in parts that a person may confirm.
func TestALongStopIsProposedWhoeverConfirmsTheHour(t *testing.T) {
	t.Parallel()
	for rule, c := range map[string]struct {
		at    string
		parts int
	}{
		"four days, confirmed by a person":                     {"2026-03-28T10:00:00-05:00", 1},
		"forty days, of which the term ends in the first part": {"2026-05-03T10:00:00-05:00", 1},
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			o, observed, silent := waiting(t)
			o.MustMove(t, silent, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
			o.Clock.Set(c.at)
			if err := reloj.Confirm(o.App, o.Now(), false); err != nil {
				t.Fatal(err)
			}
			rows, err := o.FindAllRecords(mesa.ColInterrupciones)
			if err != nil || len(rows) != c.parts {
				t.Fatalf("%d proposals, %v", len(rows), err)
			}
			o.TickAt(t, o.Now().Format(time.RFC3339))
			wantFields(t, o, observed, map[string]string{"estado": "observada"})
			rows[0].Load(map[string]any{"estado": "confirmada", "motivo": "Corte de energía."})
			if err := o.Save(rows[0]); err != nil {
				t.Error(hookstest.Explain(err))
			}
		})
	}
}

// An outage that lasts protects each of its days until now, not its first alone (art. 134.2).
func TestAnOutageWithoutAnEndLastsUntilNow(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.Observe(t, id) // until Thursday 26
	o.Clock.Set("2026-03-25T12:00:00-05:00")
	o.Must(t, mesa.ColInterrupciones, map[string]any{"desde": "2026-03-25 14:00:00.000Z", "motivo": "Corte.", "estado": "confirmada"})
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-26"})
	o.TickAt(t, "2026-03-26T09:00:00-05:00")
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "2026-03-27"})
	o.TickAt(t, "2026-03-27T09:00:00-05:00")
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "2026-03-30"})
}
