package reloj_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// paper lists what must go by cédula now.
func paper(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	rows, err := reloj.NeedsCedula(o.Reading(t))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, string(r.Tipo)+" "+r.Numero)
	}
	return strings.Join(out, ",")
}

func mark(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if err := o.MarkUnacknowledged(t); err != nil {
		t.Fatal(err)
	}
}

// answered is a filing whose answer was mailed.
func answered(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	id := o.Brought(t, mesa.Atendida)
	o.Deliver(t)
	return id
}

func TestTwoWorkingDaysWithoutAWordAskForACedula(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, c := range []struct{ name, sent, last, desde string }{
		{"a plain week", "2026-03-24T10:00:00-05:00", "2026-03-26T23:59:59-05:00", "2026-03-27 05:00:00.000Z"},
		{"the last second of a day", "2026-03-24T23:59:59-05:00", "2026-03-26T23:59:59-05:00", "2026-03-27 05:00:00.000Z"},
		{"over a weekend", "2026-03-19T10:00:00-05:00", "2026-03-23T23:59:59-05:00", "2026-03-24 05:00:00.000Z"},
		{"sent on a Sunday", "2026-03-22T10:00:00-05:00", "2026-03-24T23:59:59-05:00", "2026-03-25 05:00:00.000Z"},
		{"over Good Friday", "2026-03-31T10:00:00-05:00", "2026-04-06T23:59:59-05:00", "2026-04-07 05:00:00.000Z"},
		{"never from a Saturday", "2026-03-25T10:00:00-05:00", "2026-03-29T23:59:59-05:00", "2026-03-30 05:00:00.000Z"},
		{"into another year", "2026-12-30T10:00:00-05:00", "2027-01-04T23:59:59-05:00", "2027-01-05 05:00:00.000Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := hookstest.New(t, c.sent)
			id := answered(t, o)
			o.Clock.Set(c.last)
			mark(t, o)
			if got := o.NoticeOf(t, id, "respuesta").GetString("cedula_desde"); got != "" || paper(t, o) != "" {
				t.Fatalf("too early: %q, %q", got, paper(t, o))
			}
			o.Clock.Add(time.Second)
			if got := paper(t, o); got != "respuesta 1-"+c.sent[:4] {
				t.Errorf("listed: %q", got)
			}
			o.Clock.Add(10 * 24 * time.Hour) // the program was down
			mark(t, o)
			if got := o.NoticeOf(t, id, "respuesta").GetString("cedula_desde"); got != c.desde {
				t.Errorf("cedula_desde %s, want %s", got, c.desde)
			}
		})
	}
}

func TestADeclaredHolidayGivesTheCitizenOneDayMore(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := answered(t, o)
	o.Must(t, mesa.ColNoLaborables, map[string]any{
		"fecha": "2026-03-26 05:00:00.000Z", "nombre": "Día no laborable", "base_legal": "DS 999-2026-PCM",
	})
	o.Clock.Set("2026-03-29T23:59:59-05:00") // Friday 27 was the second day, and no cédula goes on a weekend
	if got := paper(t, o); got != "" {
		t.Errorf("before the working day: %q", got)
	}
	o.Clock.Add(time.Second)
	mark(t, o)
	if got := o.NoticeOf(t, id, "respuesta").GetString("cedula_desde"); got != "2026-03-30 05:00:00.000Z" {
		t.Errorf("cedula_desde %s", got)
	}
}

func TestMarkingTwiceWritesOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	answered(t, o)
	o.Clock.Add(10 * 24 * time.Hour)
	saves := 0
	o.App.OnRecordUpdate(mesa.ColCorreos).BindFunc(func(e *core.RecordEvent) error { saves++; return e.Next() })
	for range 3 {
		mark(t, o)
	}
	if saves != 1 {
		t.Errorf("%d writes", saves)
	}
}

func TestAWordInTimeOrLateEndsTheNeedForACedula(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	early, late := answered(t, o), answered(t, o)
	if err := confirm(o, o.NoticeOf(t, early, "respuesta")); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(10 * 24 * time.Hour)
	mark(t, o)
	if got := paper(t, o); got != "respuesta 2-2026" {
		t.Errorf("listed: %q", got)
	}
	if err := confirm(o, o.NoticeOf(t, late, "respuesta")); err != nil {
		t.Fatal(err)
	}
	if got := paper(t, o); got != "" {
		t.Errorf("after the late word: %q", got)
	}
}

func TestOnlyNoticesThatStillMatterGoByCedula(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	closed := o.Filed(t, nil).Id // 1: never corrected
	o.Observe(t, closed)
	corrected := o.Filed(t, nil).Id // 2: who corrects has read the notice
	doc := o.Observe(t, corrected)
	o.Deliver(t)
	o.Correct(t, corrected, doc.Id)
	o.Clock.Add(time.Second)
	archived := answered(t, o) // 3: archiving does not notify
	o.MustMove(t, archived, mesa.EtapaArchivado, nil)
	o.Clock.Set("2026-03-27T00:00:00-05:00")
	for _, job := range []func(testing.TB) error{o.CloseOverdue, o.MarkUnacknowledged} {
		if err := job(t); err != nil {
			t.Fatal(err)
		}
	}
	if got := paper(t, o); got != "observacion 1-2026,respuesta 3-2026" {
		t.Errorf("listed: %q", got)
	}
	if n := o.NoticeOf(t, corrected, "observacion"); n.GetString("cedula_desde") != "" ||
		n.GetString("acuse_en") != "2026-03-24 15:00:00.000Z" {
		t.Errorf("a corrected observation: %v", n.FieldsData())
	}
	o.Deliver(t)
	o.Clock.Set("2026-04-01T00:00:00-05:00") // the notice of the closing has had its days too
	if got := paper(t, o); got != "observacion 1-2026,respuesta 3-2026,no_presentada 1-2026" {
		t.Errorf("listed: %q", got)
	}
}

func TestASecondRoundReplacesTheNoticeOfTheFirst(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	doc := o.Documents(t, id)[0]
	o.Correct(t, id, doc.Id)
	o.Clock.Add(time.Hour)
	for _, d := range o.Documents(t, id) {
		if d.GetString("reemplaza") == doc.Id {
			d.Set("observado", true)
			d.Set("observacion", "Sigue sin firma.")
			if err := o.Save(d); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}
	}
	o.MustMove(t, id, mesa.EtapaObservado, nil)
	o.Deliver(t)
	o.Clock.Add(10 * 24 * time.Hour)
	if got := paper(t, o); got != "observacion 1-2026" {
		t.Errorf("listed: %q", got)
	}
}

func TestACedulaSettlesTheOpenNoticesAndMovesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.NoPresentada)
	o.Deliver(t)
	o.Clock.Add(20 * 24 * time.Hour)
	if got := paper(t, o); got != "observacion 1-2026,no_presentada 1-2026" {
		t.Fatalf("listed: %q", got)
	}
	if err := confirm(o, o.NoticeOf(t, id, "no_presentada")); err != nil {
		t.Fatal(err)
	}
	before := o.Record(t, mesa.ColSolicitudes, id)
	admin, _ := uitest.NewREST(t, o)
	body := map[string]any{"solicitud": id, "etapa": "CEDULA"}
	if p := admin.Call("POST", "/api/collections/movimientos/records", body); p.Status != 422 || !p.Has(mesa.TextFaltaCedula) {
		t.Errorf("without a text: %d %s", p.Status, p.Body)
	}
	body["cedula_numero"] = "12-2026"
	if p := admin.Call("POST", "/api/collections/movimientos/records", body); p.Status != 422 || !p.Has(mesa.TextFaltaRecibida) {
		t.Errorf("without who took it: %d %s", p.Status, p.Body)
	}
	body["observaciones"] = "La recibió la hermana del solicitante."
	if p := admin.Call("POST", "/api/collections/movimientos/records", body); p.Status != 422 || !p.Has(mesa.TextEntregadaEl) {
		t.Errorf("without a day: %d %s", p.Status, p.Body)
	}
	body["entregada_el"] = o.Now()
	lines, _ := o.CountRecords(mesa.ColMovimientos)
	if p := admin.Call("POST", "/api/collections/movimientos/records", body); p.Status != 200 {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	after := o.Record(t, mesa.ColSolicitudes, id)
	if n, _ := o.CountRecords(mesa.ColMovimientos); n != lines+1 || fmt.Sprint(after.FieldsData()) != fmt.Sprint(before.FieldsData()) {
		t.Errorf("%d new lines; before %v after %v", n-lines, before.FieldsData(), after.FieldsData())
	}
	if notice := o.NoticeOf(t, id, "observacion"); !notice.GetDateTime("cedula_en").Time().Equal(o.Now()) || paper(t, o) != "" {
		t.Errorf("cedula_en %s, listed %q", notice.GetString("cedula_en"), paper(t, o))
	}
	if got := o.NoticeOf(t, id, "no_presentada").GetString("cedula_en"); got != "" {
		t.Errorf("a confirmed notice went by cédula: %s", got)
	}
	line, _ := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'CEDULA'")
	if line.GetString("observaciones") != mesa.TextCedula("12-2026", mesa.InLima(o.Now())) ||
		line.GetString("recibida_por") != "La recibió la hermana del solicitante." {
		t.Errorf("the public line names who took the cédula: %v", line.FieldsData())
	}
	if line.GetString("destino") != "CIUDADANO" || !strings.HasPrefix(line.GetString("actor"), "_superusers/") {
		t.Errorf("%v", line.FieldsData())
	}
	at := o.Now()
	o.Clock.Add(time.Hour)
	o.MustMove(t, id, mesa.EtapaCedula, map[string]any{"cedula_numero": "13-2026", "recibida_por": "Segunda visita.", "entregada_el": o.Now()})
	if got := o.NoticeOf(t, id, "observacion").GetDateTime("cedula_en").Time(); !got.Equal(at) {
		t.Errorf("a second cédula changed the first: %v", got)
	}
}

func TestACedulaNeedsANoticeAndAPerson(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	text := map[string]any{"cedula_numero": "1", "recibida_por": "Ana.", "entregada_el": o.Now()}
	_, err := o.Move(t, id, mesa.EtapaCedula, text)
	hookstest.WantRefusal(t, err, 409, "etapa", mesa.TextCedulaSinAviso)
	o.Observe(t, id)
	c, _ := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	mov := core.NewRecord(c)
	mov.Load(map[string]any{"solicitud": id, "etapa": "CEDULA", "observaciones": "Cédula 1."})
	mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoCiudadano})
	hookstest.WantRefusal(t, o.Save(mov), 403, "etapa", mesa.TextEtapaAjena)
	o.MustMove(t, id, mesa.EtapaCedula, text) // while observed, which locks every move
}

// The lists are read every minute, so they must never read a table from end to end.
func TestTheListsOfNoticesReadTheirIndexes(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ReadsIndexes(t, reloj.NeedsCedulaSQL, "idx_correos_sin_acuse")
	o.ReadsIndexes(t, reloj.ToMarkSQL, "idx_correos_sin_acuse (cedula_desde=? AND enviado_en<?)")
}
