package reloj_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestACorrectionThatWasBegunAndNotSentIsRemindedOfOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	begun, opened, sent, written := o.Filed(t, nil).Id, o.Filed(t, nil).Id, o.Filed(t, nil).Id, o.Filed(t, nil).Id
	doc := o.Observe(t, begun) // until Thursday 26
	o.Observe(t, opened)
	done := o.Observe(t, sent)
	o.MustMove(t, written, mesa.EtapaObservado, map[string]any{"observaciones": "Precise su pedido."})
	correction := func(id string) map[string]any { return map[string]any{"solicitud": id, "secreto": "x"} }
	c := o.Must(t, mesa.ColSubsanacion, correction(begun))
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": doc.Id, "archivo": hookstest.File("firmado.pdf", hookstest.PDF(1))})
	o.Must(t, mesa.ColSubsanacion, correction(opened)) // nothing was put in
	o.Correct(t, sent, done.Id)
	answer := o.Must(t, mesa.ColSubsanacion, correction(written))
	answer.Set("respuesta", "Pido copia.")
	if err := o.Save(answer); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	o.TickAt(t, "2026-03-25T20:00:00-05:00")
	o.TickAt(t, "2026-03-26T17:59:58-05:00")
	if n := mailed(t, o, "por_enviar"); n != 0 {
		t.Fatalf("%d mails before the last six hours", n)
	}
	o.TickAt(t, "2026-03-26T17:59:59-05:00")
	o.TickAt(t, "2026-03-26T22:00:00-05:00")
	o.TickAt(t, "2026-03-27T20:00:00-05:00")
	if n := mailed(t, o, "por_enviar"); n != 2 {
		t.Fatalf("%d mails", n)
	}
	var texts string
	for _, l := range o.Mailer.Mailbox.All() {
		if l.Asunto == "Falta enviar su subsanación" {
			texts += l.Texto
		}
	}
	for _, want := range []string{"1-2026", "4-2026", "firmado.pdf", "jueves 26 de marzo de 2026",
		"/subsanar?numero=1-2026", "ENVIAR SUBSANACIÓN"} {
		if !strings.Contains(texts, want) {
			t.Errorf("the mails lack %q: %s", want, texts)
		}
	}
}

func TestANudgeThatCouldNotLeaveIsGivenUpOnceTheCorrectionWasSent(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Set(t, map[string]any{"exigir_codigo_subsanacion": false, "inicio_subsanacion": "envio"})
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": doc.Id, "archivo": hookstest.File("firmado.pdf", hookstest.PDF(1))})
	mail.Down(true)
	o.TickAt(t, "2026-03-26T18:00:00-05:00")
	if n := mailed(t, o, "por_enviar"); n != 1 {
		t.Fatalf("%d mails", n)
	}
	o.Correct(t, id, doc.Id)
	mail.Down(false)
	o.Clock.Add(time.Hour)
	_, _ = o.Mailer.Deliver(o.App)
	row, err := o.FindFirstRecordByData(mesa.ColCorreos, "tipo", "por_enviar")
	if err != nil || row.GetString("estado") != string(mesa.CorreoFallido) {
		t.Errorf("after the correction was sent the mail is %s: %v", row.GetString("estado"), err)
	}
	if n := mailed(t, o, "subsanacion"); n != 1 {
		t.Errorf("%d receipts of the correction", n)
	}
}
