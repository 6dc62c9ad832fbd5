package reloj_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

var noticeLink = regexp.MustCompile(`/acuse/([A-Za-z0-9]{43})`)

// confirm is what the public page saves.
func confirm(o *hookstest.Office, notice *core.Record) error {
	notice.Set("acuse_ip", "192.0.2.7")
	mesa.SetActor(notice, mesa.Actor{Mano: mesa.ManoCiudadano})
	return o.Save(notice)
}

func notes(t *testing.T, o *hookstest.Office, solicitud string) []*core.Record {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", "fecha", 0, 0, dbx.Params{"s": solicitud})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// delivered opens an office that sends its mails at once, with a filing observed.
func delivered(t *testing.T, instant string) (o *hookstest.Office, id string) {
	t.Helper()
	o = hookstest.New(t, instant)
	id = o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	return o, id
}

func TestTheCitizenConfirmsANoticeOnceAndStaffReadIt(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	o.Clock.Add(time.Hour)
	if err := confirm(o, o.NoticeOf(t, id, "observacion")); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	first := o.NoticeOf(t, id, "observacion")
	if first.GetString("acuse_en") != "2026-03-24 16:00:00.000Z" || first.GetString("acuse_ip") != "192.0.2.7" {
		t.Errorf("acuse_en %s from %s", first.GetString("acuse_en"), first.GetString("acuse_ip"))
	}
	lines := notes(t, o, id)
	if len(lines) != 1 || !strings.Contains(lines[0].GetString("observaciones"), "24/03/2026 10:00:00") ||
		!strings.HasPrefix(lines[0].GetString("actor"), "solicitudes/"+id) {
		t.Fatalf("trail: %v", lines)
	}
	o.Clock.Add(time.Hour)
	again := o.NoticeOf(t, id, "observacion")
	hookstest.WantRefusal(t, confirm(o, again), 409, "", mesa.TextAcuseCiudadano)
	if got := o.NoticeOf(t, id, "observacion").GetString("acuse_en"); got != first.GetString("acuse_en") || len(notes(t, o, id)) != 1 {
		t.Errorf("a second word counts: %s, %d notes", got, len(notes(t, o, id)))
	}
}

func TestAConfirmationChangesNothingElse(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	notice := o.NoticeOf(t, id, "observacion")
	notice.Load(map[string]any{
		"para": "otro@ejemplo.pe", "estado": "pendiente", "texto": "otro", "cedula_en": o.Now(), "acuse_en": "2001-01-01 00:00:00.000Z",
	})
	if err := confirm(o, notice); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	got := o.NoticeOf(t, id, "observacion")
	if got.GetString("para") != "juan@ejemplo.pe" || got.GetString("estado") != "enviado" || got.GetString("texto") == "otro" ||
		got.GetString("cedula_en") != "" || got.GetDateTime("acuse_en").Time().Year() != 2026 {
		t.Errorf("after it: %v", got.FieldsData())
	}
}

func TestAMailThatIsNoNoticeIsNotConfirmed(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	hookstest.WantRefusal(t, confirm(o, o.NoticeOf(t, id, "recepcion")), 409, "", mesa.TextAcuseCiudadano)
}

func TestStaffConfirmNothingForTheCitizen(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	notice := o.NoticeOf(t, id, "observacion")
	notice.Set("acuse_en", o.Now())
	hookstest.WantRefusal(t, o.Save(notice), 403, "acuse_en", mesa.TextCorreosFijos)
	admin, _ := uitest.NewREST(t, o)
	path := "/api/collections/correos/records/" + notice.Id
	for _, values := range []map[string]any{
		{"acuse_en": "2026-03-24 16:00:00.000Z"}, {"acuse_ip": "192.0.2.7"}, {"acuse": "x"},
		{"cedula_desde": "2026-03-24 05:00:00.000Z"}, {"cedula_en": "2026-03-24 16:00:00.000Z"},
		{"acuse_ip": "192.0.2.7", "@actor": map[string]any{"Mano": 1}, "@sistema": true},
	} {
		if p := admin.Call("PATCH", path, values); p.Status != 403 {
			t.Errorf("PATCH %v: %d %s", values, p.Status, p.Body)
		}
	}
	if err := confirm(o, o.NoticeOf(t, id, "observacion")); err != nil {
		t.Fatal(err)
	}
	if p := admin.Call("PATCH", path, map[string]any{"acuse_en": ""}); p.Status != 403 {
		t.Errorf("staff take the confirmation back: %d", p.Status)
	}
	if len(notes(t, o, id)) != 1 {
		t.Errorf("%d notes", len(notes(t, o, id)))
	}
}

// The mail server may take minutes to say yes to a mail that arrived long before.
func TestAConfirmationDuringTheSendingSurvivesIt(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.Deliver(t)
	o.Observe(t, id)
	o.App.OnMailerSend().BindFunc(func(*core.MailerEvent) error {
		return confirm(o, o.NoticeOf(t, id, "observacion"))
	})
	o.Deliver(t)
	notice := o.NoticeOf(t, id, "observacion")
	if notice.GetString("estado") != "enviado" || notice.GetDateTime("acuse_en").IsZero() || notice.GetString("acuse_ip") == "" {
		t.Errorf("estado %s, acuse_en %q", notice.GetString("estado"), notice.GetString("acuse_en"))
	}
	if o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion") == "" {
		t.Error("the term did not start")
	}
}

// Whoever confirms an uncertain notice has it: it is sent, and the term runs from then.
func TestAnUncertainNoticeThatIsConfirmedCountsAsSent(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.Deliver(t)
	o.Observe(t, id)
	mail.Behave(hookstest.Manner{Dot: hookstest.Drop})
	o.Deliver(t)
	o.Clock.Add(10 * time.Minute)
	if err := confirm(o, o.NoticeOf(t, id, "observacion")); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	if n := o.NoticeOf(t, id, "observacion"); n.GetString("estado") != "enviado" || !n.GetDateTime("enviado_en").Time().Equal(o.Now()) {
		t.Errorf("%s, sent %s", n.GetString("estado"), n.GetString("enviado_en"))
	}
	if s := o.Record(t, mesa.ColSolicitudes, id); s.GetString("vence_subsanacion") == "" || s.GetString("semaforo") != "" {
		t.Errorf("the term ends on %q, light %q", s.GetString("vence_subsanacion"), s.GetString("semaforo"))
	}
	copies := len(mail.Mails())
	o.Clock.Add(2 * time.Hour)
	o.Deliver(t)
	if len(mail.Mails()) != copies {
		t.Error("a confirmed notice is sent again")
	}
}

func TestAConfirmationReadBeforeTheMailLeftDoesNotSendItAgain(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	old := o.NoticeOf(t, id, "observacion")
	o.Deliver(t)
	if err := confirm(o, old); err != nil {
		t.Fatal(err)
	}
	o.Deliver(t)
	if notice := o.NoticeOf(t, id, "observacion"); notice.GetString("estado") != "enviado" || len(mail.Mails()) != 2 {
		t.Errorf("estado %s, %d mails", notice.GetString("estado"), len(mail.Mails()))
	}
}

func TestTheMailOfAnObservationCarriesItsLastDayAndItsLink(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.Deliver(t)
	mail.Down(true)
	o.Observe(t, id)
	o.Deliver(t)
	link := noticeLink.FindString(o.NoticeOf(t, id, "observacion").GetString("texto"))
	mail.Down(false)
	o.Clock.Set("2026-03-31T09:00:00-05:00") // a week late; Holy Thursday and Good Friday follow
	o.Deliver(t)
	mails := mail.Mails()
	last := mails[len(mails)-1]
	for _, want := range []string{
		"plazo.ics", "text/calendar", "DTSTART;VALUE=DATE:20260406", "DTSTAMP:20260331T140000Z",
		"SUMMARY:Vence el plazo para subsanar la solicitud 1-2026", "lunes 6 de abril de 2026", link, "Confirme que recibió este aviso",
	} {
		if !hookstest.MailHas(last, want) {
			t.Errorf("the mail lacks %q", want)
		}
	}
	if hookstest.MailHas(mails[0], "plazo.ics") || hookstest.MailHas(mails[0], "/acuse/") {
		t.Error("the receipt asks to be confirmed")
	}
	if got := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion"); got != "2026-04-06 05:00:00.000Z" {
		t.Errorf("the term ends on %s", got)
	}
}

func TestAFailedNoticeIsToldAndNoTermRunsOnIt(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App).Down(true)
	id := o.Filed(t, nil).Id
	o.Clock.Add(time.Second)
	o.Observe(t, id)
	stuck := func() (kinds []string) {
		t.Helper()
		rows, err := correo.StuckNotices(o.App, o.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			kinds = append(kinds, string(r.Tipo)+" "+string(r.Estado)+" "+r.Numero)
		}
		return kinds
	}
	o.Deliver(t)
	o.Clock.Add(time.Hour)
	if got := stuck(); len(got) != 0 {
		t.Errorf("within the hour: %v", got)
	}
	o.Clock.Add(time.Second)
	if got := strings.Join(stuck(), ","); got != "observacion pendiente 1-2026" {
		t.Errorf("after an hour: %s", got)
	}
	for range 60 {
		o.Deliver(t)
		o.Clock.Add(2 * time.Hour)
	}
	if got := strings.Join(stuck(), ","); got != "recepcion fallido 1-2026,observacion pendiente 1-2026" {
		t.Errorf("after five days: %s", got)
	}
	closed := func() (estado, vence string) {
		t.Helper()
		if err := o.CloseOverdue(t); err != nil {
			t.Fatal(err)
		}
		s := o.Record(t, mesa.ColSolicitudes, id)
		return s.GetString("estado"), s.GetString("vence_subsanacion")
	}
	o.Clock.Add(240 * time.Hour)
	if estado, vence := closed(); estado != "observada" || vence != "" {
		t.Errorf("the unsent notice: %s, vence %s", estado, vence)
	}
	// Paper takes its place: the term runs from the day it is recorded, and the mail stays.
	o.Clock.Set("2026-04-14T10:00:00-05:00") // Tuesday
	o.MustMove(t, id, mesa.EtapaCedula, map[string]any{"cedula_numero": "12-2026", "recibida_por": "Ana.", "entregada_el": o.Now()})
	if estado, vence := closed(); estado != "observada" || !strings.HasPrefix(vence, "2026-04-16") {
		t.Errorf("after the cédula: %s, vence %s", estado, vence)
	}
	o.Deliver(t)
	if got := strings.Join(stuck(), ","); got != "" {
		t.Errorf("after the cédula: %s", got)
	}
	o.Clock.Set("2026-04-17T00:00:00-05:00")
	if estado, _ := closed(); estado != "no_presentada" {
		t.Errorf("after its term: %s", estado)
	}
}

func TestAnOvertakenNoticeStaysHome(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	mail.Down(true)
	id := o.Filed(t, nil).Id
	o.Clock.Add(time.Second)
	o.MustMove(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "Indique el contrato."})
	o.Deliver(t)
	s := o.Record(t, mesa.ColSolicitudes, id) // the citizen saw it on the page and answered
	s.Set("estado", string(mesa.Subsanada))
	if err := rule.Save(o, s); err != nil {
		t.Fatal(err)
	}
	mail.Down(false)
	o.Clock.Add(2 * time.Hour)
	o.Deliver(t)
	if n := o.NoticeOf(t, id, "observacion"); n.GetString("estado") != "fallido" {
		t.Errorf("the notice is %s", n.GetString("estado"))
	}
	if s := o.Record(t, mesa.ColSolicitudes, id); s.GetString("vence_subsanacion") != "" {
		t.Errorf("a term began: %s", s.GetString("vence_subsanacion"))
	}
	if rows, err := correo.StuckNotices(o.App, o.Now()); err != nil || len(rows) != 0 {
		t.Errorf("staff are told of it: %v %v", rows, err)
	}
}

func TestTheTokenOpensNothingButItsNotice(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	notice := o.NoticeOf(t, id, "observacion")
	token := noticeLink.FindStringSubmatch(notice.GetString("texto"))[1]
	if notice.GetString("acuse") != mesa.HashToken(token) || len(token) != 43 {
		t.Errorf("token %q", token)
	}
	_, guest := uitest.NewREST(t, o)
	for _, path := range []string{"/api/collections/correos/records/" + notice.Id, "/api/collections/correos/records?filter=acuse!=''"} {
		p := guest.Do(guest.Request("GET", path, "", "Authorization", token))
		if p.Status != 401 && p.Status != 403 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}
