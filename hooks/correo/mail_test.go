package correo_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestAFilingNeverWaitsForTheMail(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	mail.Down(true)
	s := o.Filed(t, nil)
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	row, _ := o.FindFirstRecordByData(mesa.ColCorreos, "solicitud", s.Id)
	if row.GetString("estado") != "pendiente" || row.GetInt("intentos") != 1 || row.GetString("error") == "" {
		t.Errorf("after a failure: %s %d %q", row.GetString("estado"), row.GetInt("intentos"), row.GetString("error"))
	}
	mail.Down(false)
	if n, _ := o.Mailer.Deliver(o.App); n != 0 {
		t.Error("retried before its time")
	}
	o.Clock.Add(time.Minute)
	if n, _ := o.Mailer.Deliver(o.App); n != 1 || len(mail.Mails()) != 1 {
		t.Errorf("sent %d, server has %d", n, len(mail.Mails()))
	}
	if n, _ := o.Mailer.Deliver(o.App); n != 0 {
		t.Error("sent twice")
	}
}

func TestAMailNobodyTakesIsGivenUpAndSaid(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App).Down(true)
	s := o.Filed(t, nil)
	for range 60 {
		_, _ = o.Mailer.Deliver(o.App)
		o.Clock.Add(2 * time.Hour)
	}
	row, _ := o.FindFirstRecordByData(mesa.ColCorreos, "solicitud", s.Id)
	if row.GetString("estado") != "fallido" || row.GetString("error") == "" {
		t.Errorf("estado %s, error %q after %d tries", row.GetString("estado"), row.GetString("error"), row.GetInt("intentos"))
	}
	row.Set("para", "otro@ejemplo.pe")
	hookstest.WantRefusal(t, o.Save(row), 403, "para", mesa.TextCorreosFijos)
	again := o.Record(t, mesa.ColCorreos, row.Id)
	again.Set("estado", "pendiente")
	if err := o.Save(again); err != nil {
		t.Errorf("staff can't try a failed mail again: %s", hookstest.Explain(err))
	}
}

func TestANoticeOfObservationIsNeverGivenUp(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	_, _ = o.Mailer.Deliver(o.App)
	o.Observe(t, id) // and the program is down for ten days before the first try
	o.Clock.Add(10 * 24 * time.Hour)
	mail.Down(true)
	for range 60 {
		_, _ = o.Mailer.Deliver(o.App)
		o.Clock.Add(2 * time.Hour)
	}
	mail.Down(false)
	if n, _ := o.Mailer.Deliver(o.App); n != 1 {
		t.Fatal("the notice was given up")
	}
	// Sent on Wednesday 8 April.
	mails := mail.Mails()
	if got := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion"); got != "2026-04-10 05:00:00.000Z" ||
		!hookstest.MailHas(mails[len(mails)-1], "viernes 10 de abril de 2026") {
		t.Errorf("vence_subsanacion %s", got)
	}
}

func TestTheTermOfAnObservationStartsWhenItsMailLeaves(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday) // Tuesday 24
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	_, _ = o.Mailer.Deliver(o.App)
	mail.Down(true)
	o.Observe(t, id)
	_, _ = o.Mailer.Deliver(o.App)
	vence := func() string { return o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion") }
	if vence() != "" {
		t.Fatalf("the term runs on an unsent notice: %s", vence())
	}
	o.Clock.Add(20 * 24 * time.Hour) // Monday 13 April
	if err := o.CloseOverdue(t); err != nil {
		t.Fatal(err)
	}
	if got := o.Record(t, mesa.ColSolicitudes, id).GetString("estado"); got != "observada" {
		t.Fatalf("closed on an unsent notice: %s", got)
	}
	mail.Down(false)
	_, _ = o.Mailer.Deliver(o.App)
	if vence() != "2026-04-15 05:00:00.000Z" {
		t.Errorf("vence_subsanacion %s", vence())
	}
	mails := mail.Mails()
	if last := mails[len(mails)-1]; !hookstest.MailHas(last, "miércoles 15 de abril de 2026") {
		t.Errorf("the late notice announces another day: %s", last)
	}
}

func TestMailsShowWhatPeopleTypedHarmlessly(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, map[string]any{"nombres": "<script>alert(1)</script>", "asunto": "Hola\r\nBcc: otro@ejemplo.pe <img src=x>"})
	letter := o.Mailer.Mailbox.All()[0]
	if strings.Contains(letter.HTML, "<script>alert") || strings.Contains(letter.HTML, "<img src=x>") {
		t.Error("markup reached the HTML mail")
	}
	if strings.ContainsAny(letter.Asunto, "\r\n") || strings.Contains(letter.Texto, "\nBcc:") {
		t.Errorf("a line break survived: %q %q", letter.Asunto, letter.Texto)
	}
}
