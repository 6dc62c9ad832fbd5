package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// TestKilledWhileTheMailServerKeepsItsAnswerNoMailLeavesTwiceInSilence kills the program
// between a final dot and its answer. What starts next must not send the mail again by
// itself: it says that nobody knows, and sends one copy with the same Message-ID an hour
// later.
func TestKilledWhileTheMailServerKeepsItsAnswerNoMailLeavesTwiceInSilence(t *testing.T) {
	now := time.Now().Format(time.RFC3339)
	o := hookstest.NewProduction(t, now)
	mail := hookstest.NewSMTP(t, o.App)
	o.Filed(t, nil)
	m := hookstest.NewServer(t, o.DataDir())
	m.Env = append(m.Env, "MESA_SMTP_HOST=127.0.0.1", fmt.Sprintf("MESA_SMTP_PORT=%d", mail.Port()), "MESA_SMTP_FROM=mesa@ejemplo.pe")
	inside := func(look func(o *hookstest.Office)) { // between two lives of the program
		t.Helper()
		again := o.Reopen(t, now)
		look(again)
		if err := again.ClearBootstrap(); err != nil {
			t.Fatal(err)
		}
	}
	// until runs the program until that many mails arrived.
	until := func(n int) []string {
		t.Helper()
		m.Start()
		for end := time.Now().Add(20 * time.Second); len(mail.Mails()) < n; <-time.After(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d mails arrived, want %d", len(mail.Mails()), n)
			}
		}
		m.Kill()
		return mail.Mails()
	}
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}

	mail.Behave(hookstest.Manner{Dot: hookstest.Silence})
	until(1)
	id := ""
	inside(func(o *hookstest.Office) {
		row, err := o.FindFirstRecordByData(mesa.ColCorreos, "tipo", "recepcion")
		if err != nil || row.GetString("estado") != "incierto" {
			t.Fatalf("the mail whose answer never came: %v %v", row, err)
		}
		id = row.GetString("mensaje_id")
		o.Filed(t, map[string]any{"correo": "ana@ejemplo.pe"})
	})
	mail.Behave()
	for _, letter := range until(2)[1:] { // the older mail would have left first
		if strings.Contains(letter, id) {
			t.Errorf("a second copy left at once: %.300s", letter)
		}
	}
	inside(func(o *hookstest.Office) { // the hour is over
		_, err := o.DB().Update(mesa.ColCorreos, dbx.Params{"proximo_en": "2026-01-01 00:00:00.000Z"}, dbx.HashExp{"mensaje_id": id}).Execute()
		if err != nil {
			t.Fatal(err)
		}
	})
	copies := 0
	for _, letter := range until(3) {
		if strings.Contains(letter, "Message-ID: <"+id+">") {
			copies++
		}
	}
	if copies != 2 {
		t.Errorf("%d copies, want the second", copies)
	}
}
