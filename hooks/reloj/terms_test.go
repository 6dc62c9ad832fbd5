package reloj_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// wantFields checks columns of a filing; a date is written as its day alone.
func wantFields(t *testing.T, o *hookstest.Office, id string, want map[string]string) {
	t.Helper()
	s := o.Record(t, mesa.ColSolicitudes, id)
	for field, w := range want {
		got := s.GetString(field)
		if strings.HasPrefix(field, "vence") || strings.HasPrefix(field, "plazo_desde") || field == "presentada_el" {
			got = strings.TrimSuffix(got, " 05:00:00.000Z")
		}
		if got != w {
			t.Errorf("%s: %s = %q, want %q", s.GetString("numero"), field, got, w)
		}
	}
}

// clockNotes are the clock's notes in a filing's trail, oldest first.
func clockNotes(t *testing.T, o *hookstest.Office, id string) (texts []string) {
	t.Helper()
	movs, err := o.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", "fecha", 0, 0, dbx.Params{"s": id})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range movs {
		if m.GetString("actor") != "" {
			t.Errorf("the clock's note names %q", m.GetString("actor"))
		}
		texts = append(texts, m.GetString("observaciones"))
	}
	return texts
}

// mailed counts the mails of a kind.
func mailed(t *testing.T, o *hookstest.Office, tipo string) int {
	t.Helper()
	n, err := o.CountRecords(mesa.ColCorreos, dbx.HashExp{"tipo": tipo})
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

func TestTermsOverHolidaysAndYears(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, c := range []struct{ name, at, region, review, correction string }{
		{"an ordinary Tuesday", workday, "Lima", "2026-03-26", "2026-03-26"},
		{"Good Friday would be the last day", "2026-04-01T10:00:00-05:00", "Lima", "2026-04-07", "2026-04-07"},
		{"31 December is the last day", "2026-12-29T10:00:00-05:00", "Lima", "2026-12-31", "2026-12-31"},
		{"from 31 December, 23:59:59", "2026-12-31T23:59:59-05:00", "Lima", "2027-01-05", "2027-01-05"},
		{"the half day can't be the last", "2026-06-02T10:00:00-05:00", "La Libertad", "2026-06-05", "2026-06-05"},
		{"and is an ordinary Thursday elsewhere", "2026-06-02T10:00:00-05:00", "Lima", "2026-06-04", "2026-06-04"},
		{"declared for the whole country", "2026-07-23T10:00:00-05:00", "Lima", "2026-07-31", "2026-07-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := hookstest.New(t, c.at)
			o.Set(t, map[string]any{"region": c.region, "provincia": ""})
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id}).Id // no request for information
			wantFields(t, o, id, map[string]string{"vence_revision": c.review, "semaforo": "verde", "vence_respuesta": ""})
			o.Observe(t, id)
			wantFields(t, o, id, map[string]string{"vence_revision": "", "vence_subsanacion": c.correction, "semaforo": "", "alerta": ""})
		})
	}
}

func TestTheYearChangesBetweenTwoFilings(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-12-31T23:59:59-05:00")
	last := o.Filed(t, nil)
	o.Clock.Set("2027-01-01T00:00:00-05:00")
	first := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	wantFields(t, o, last.Id, map[string]string{
		"numero": "1-2026", "presentada_el": "2026-12-31", "vence_revision": "2027-01-05", "presentada_texto": "",
	})
	wantFields(t, o, first.Id, map[string]string{
		"numero": "1-2027", "presentada_el": "2027-01-04", "vence_revision": "2027-01-06",
		"presentada_texto": "viernes 1 de enero (Año Nuevo) → lunes 4 de enero de 2027",
	})
}

func TestTheMailOfReceptionSaysBothDays(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2022-04-10T08:59:41-05:00")
	id := o.Filed(t, nil).Id
	const words = "domingo 10 de abril → lunes 11 de abril de 2022"
	wantFields(t, o, id, map[string]string{"presentada_texto": words})
	letter := o.Mailer.Mailbox.All()[0]
	for name, body := range map[string]string{"text": letter.Texto, "page": letter.HTML} {
		for _, want := range []string{words, "10/04/2022 08:59:41", "lunes 11 de abril de 2022"} {
			if !strings.Contains(body, want) {
				t.Errorf("the %s lacks %q", name, want)
			}
		}
	}
}

func TestTheAnswerTermFromTheFiling(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"inicio_plazo": "presentacion"})
	id := o.Filed(t, nil).Id // ten working days
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-09", "plazo_dias": "10"})
	doc := o.Observe(t, id)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "", "plazo_dias": "2"})
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	o.Correct(t, id, doc.Id)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-10", "vence_revision": "2026-03-27", "plazo_desde": "2026-03-25"})
	tramite := o.Tramite(t, 1)
	tramite.Set("plazo_dias", 3)
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set("2026-03-26T10:00:00-05:00")
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	wantFields(t, o, id, map[string]string{
		"vence_respuesta": "2026-04-10", "vence_revision": "", "plazo_desde": "2026-03-25", "plazo_dias": "10",
	})
	o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-10", "semaforo": "", "alerta": ""})
}

func TestTheAnswerTermFromTheRegistration(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	o.Correct(t, id, doc.Id)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "", "vence_revision": "2026-03-26", "plazo_dias": "0"})
	o.Clock.Set("2026-03-25T10:00:00-05:00")
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	wantFields(t, o, id, map[string]string{
		"vence_respuesta": "2026-04-10", "plazo_desde": "2026-03-25", "plazo_dias": "10", "semaforo": "verde",
	})
}

func TestAnOfficeThatChangesItsRuleCountsFromTheFilingAtOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.Set(t, map[string]any{"inicio_plazo": "presentacion"})
	o.Clock.Set("2026-03-26T10:00:00-05:00")
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	wantFields(t, o, id, map[string]string{"plazo_desde": "2026-03-24", "vence_respuesta": "2026-04-09"})
}

func TestAFilingClosedByTheClockHasNoAnswerTerm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"inicio_plazo": "presentacion"})
	id := o.Brought(t, mesa.NoPresentada)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "", "vence_revision": "", "semaforo": "", "alerta": ""})
}

func TestAProcedureWithoutATermHasNone(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	tramite := o.Tramite(t, 1)
	tramite.Set("plazo_dias", 0)
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	id := o.Brought(t, mesa.Registrada)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "", "plazo_dias": "0", "semaforo": "", "alerta": ""})
}

func TestALateObservationIsNotedForStaffOnly(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)                           // review until Thursday 26
	tramite := map[string]any{"tramite": o.Tramite(t, 5).Id} // public information is admitted by then
	inTime, late := o.Filed(t, tramite).Id, o.Filed(t, tramite).Id
	o.Clock.Set("2026-03-26T23:59:59-05:00")
	o.Observe(t, inTime)
	o.Clock.Set("2026-03-27T00:00:00-05:00")
	o.Observe(t, late)
	said := func(id string) string {
		mov, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'OBSERVADO'", dbx.Params{"s": id})
		if err != nil {
			t.Fatal(err)
		}
		return mov.GetString("instrucciones")
	}
	if got := said(inTime); got != "" {
		t.Errorf("in time, yet %q", got)
	}
	if got := said(late); got != "Observación tardía: la revisión vencía el jueves 26 de marzo de 2026 (art. 125.6 de la Ley 27444)." {
		t.Errorf("late: %q", got)
	}
	for _, l := range o.Mailer.Mailbox.All() {
		if strings.Contains(l.Texto, "tardía") {
			t.Errorf("the citizen reads it: %s", l.Texto)
		}
	}
}
