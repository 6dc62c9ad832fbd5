package reloj_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// pressed confirms the oldest notice of a kind, as the citizen who opens an old mail does.
func pressed(t *testing.T, o *hookstest.Office, id string, kind mesa.TipoCorreo) {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:s} && tipo = {:t}", "creado_en", 1, 0,
		dbx.Params{"s": id, "t": string(kind)})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s: %d mails, %v", kind, len(rows), err)
	}
	if err := confirm(o, rows[0]); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}

// reopen closes a filing that waits at reception and opens it again.
func reopen(t *testing.T, o *hookstest.Office, id string) {
	t.Helper()
	o.MustMove(t, id, mesa.EtapaRemitido, hookstest.Referral(o.Now()))
	o.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
}

// A filing observed on Monday 2 November whose term ended unanswered on Friday 6 and that was
// opened again on Monday 9, for a lawyer to read: the act that the citizen did then, the rule,
// its article, and the last day to correct that follows.
func TestTheTermOfAFilingThatWasOpenedAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, article string
		act           func(*testing.T, *hookstest.Office, string)
		last          string
	}{
		{"nothing: no term runs", "20.4", func(*testing.T, *hookstest.Office, string) {}, ""},
		{"the mail of the reopening is confirmed on Tuesday 10", "25.2", func(t *testing.T, o *hookstest.Office, id string) {
			t.Helper()
			pressed(t, o, id, mesa.CorreoReapertura)
		}, "2026-11-12"},
		{"the mail of the closing is confirmed: it tells of no reopening", "20.4", func(t *testing.T, o *hookstest.Office, id string) {
			t.Helper()
			pressed(t, o, id, mesa.CorreoNoPresentada)
		}, ""},
		{"cédula delivered on Tuesday 10", "21", func(t *testing.T, o *hookstest.Office, id string) {
			t.Helper()
			o.MustMove(t, id, mesa.EtapaCedula, delivery("2026-11-10"))
		}, "2026-11-12"},
		{"a cédula of before the reopening notified something else", "20.1.1, 21", func(t *testing.T, o *hookstest.Office, id string) {
			t.Helper()
			_, err := o.Move(t, id, mesa.EtapaCedula, delivery("2026-11-06"))
			hookstest.WantRefusal(t, err, 422, "entregada_el", mesa.TextEntregadaAntes)
		}, ""},
	} {
		t.Run(c.rule+" (art. "+c.article+")", func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
			o.ByLaw(t)
			id := o.Filed(t, nil).Id
			o.Observe(t, id)
			o.Clock.Set("2026-11-04T10:00:00-05:00")
			o.Acknowledge(t, id)
			o.TickAt(t, "2026-11-07T00:01:00-05:00")
			o.Clock.Set("2026-11-09T10:00:00-05:00")
			o.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
			o.Clock.Set("2026-11-10T10:00:00-05:00")
			c.act(t, o, id)
			wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": c.last})
		})
	}
}

func delivery(day string) map[string]any {
	return map[string]any{"recibida_por": "Su hermana.", "cedula_numero": "12-2026", "entregada_el": day + " 05:00:00.000Z"}
}

// An observation that nobody confirmed gets no term from the mail of an earlier reopening
// (arts. 20.4, 25.2 and 125.6).
func TestAnOldReopeningBeginsNoTermOfALaterObservation(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	reopen(t, o, id)
	o.Clock.Set("2026-11-03T10:00:00-05:00")
	o.Observe(t, id)
	pressed(t, o, id, mesa.CorreoReapertura)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": ""})
	o.Clock.Set("2026-11-04T10:00:00-05:00")
	o.Acknowledge(t, id)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-11-06"})
}

// Where the office counts from the sending, a term that was opened again begins when its mail
// left, with the day that holds then, and is no shorter than two working days.
func TestAReopenedTermBeginsWhenItsMailLeft(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, "2026-11-02T10:00:00-05:00")
	mail := hookstest.NewSMTP(t, o.App)
	o.Set(t, map[string]any{"inicio_subsanacion": mesa.InicioEnvio})
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	o.TickAt(t, "2026-11-05T00:01:00-05:00")
	mail.Down(true)
	o.Clock.Set("2026-11-09T10:00:00-05:00")
	o.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
	_, _ = o.Mailer.Deliver(o.App)
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": ""})
	o.TickAt(t, "2026-11-12T00:01:00-05:00")
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": ""})
	mail.Down(false)
	o.Clock.Set("2026-11-13T10:00:00-05:00") // a Friday
	o.Deliver(t)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-11-17"})
	text := o.NoticeOf(t, id, "reapertura").GetString("texto")
	if !strings.Contains(text, "Puede subsanar hasta el martes 17 de noviembre de 2026") {
		t.Errorf("the mail says: %s", text)
	}
}

// Who corrects has read the notice of the reopening too (art. 27.2): none is left for paper.
func TestACorrectionSettlesTheNoticeOfTheReopening(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	o.Acknowledge(t, id)
	o.TickAt(t, "2026-11-05T00:01:00-05:00")
	o.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
	o.Correct(t, id, doc.Id)
	if o.NoticeOf(t, id, "reapertura").GetString("acuse_en") == "" {
		t.Error("the notice of the reopening still waits for paper")
	}
}

// The mail of a correction names the day to answer, which moved with it (art. 131.1): of a
// filing of Monday 2 November, told until the 16th and corrected on Wednesday 4.
func TestTheMailOfACorrectionNamesTheNewDayToAnswer(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	o.Clock.Set("2026-11-04T10:00:00-05:00")
	o.Correct(t, id, doc.Id)
	mail := o.NoticeOf(t, id, "subsanacion")
	for _, text := range []string{mail.GetString("texto"), mail.GetString("html")} {
		if !strings.Contains(text, "miércoles 18 de noviembre de 2026") {
			t.Errorf("the mail lacks the day: %s", text)
		}
	}
}
