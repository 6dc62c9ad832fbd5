package correo_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const year = 366 * 24 * time.Hour

func lighten(t *testing.T, o *hookstest.Office) int64 {
	t.Helper()
	n, err := o.Mailer.Lighten(t.Context(), o.App)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAMailKeepsItsTextAloneOnceItEndedAYearAgo(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Mailer.Hold = func(core.App) bool { return true }
	now := o.Now()
	for _, c := range []struct {
		name, estado        string
		written, tried, due time.Duration // ago; due is when it is tried again, from now
		light               bool
	}{
		{"sent a year ago", "enviado", year, year, 0, true},
		{"sent a month ago", "enviado", 30 * 24 * time.Hour, 30 * 24 * time.Hour, 0, false},
		{"written a year ago, sent yesterday", "enviado", year, 24 * time.Hour, 0, false},
		{"given up a year ago", "fallido", year, year, 0, true},
		{"on paper from the start: never tried", "fallido", year, 0, 0, true},
		{"given up yesterday", "fallido", year, 24 * time.Hour, 0, false},
		{"uncertain and left to staff", "incierto", year, year, 0, true},
		{"uncertain and tried once more", "incierto", year, year, time.Hour, false},
		{"waiting since a year", "pendiente", year, 0, time.Hour, false},
	} {
		mail := o.NoticeOf(t, o.Filed(t, nil).Id, "recepcion")
		set := dbx.Params{
			"estado": c.estado, "creado_en": ago(now, c.written), "intentado_en": ago(now, c.tried), "enviado_en": "", "proximo_en": "",
		}
		if c.estado == "enviado" {
			set["enviado_en"] = set["intentado_en"]
		}
		if c.due > 0 {
			set["proximo_en"] = ago(now, -c.due)
		}
		if _, err := o.DB().Update(mesa.ColCorreos, set, dbx.HashExp{"id": mail.Id}).Execute(); err != nil {
			t.Fatal(err)
		}
		want := int64(0)
		if c.light {
			want = 1
		}
		if n := lighten(t, o); n != want {
			t.Errorf("%s: %d mails made lighter, want %d", c.name, n, want)
		}
		after := o.Record(t, mesa.ColCorreos, mail.Id)
		if got := after.GetString("html") == ""; got != c.light {
			t.Errorf("%s: light %v, want %v", c.name, got, c.light)
		}
		for _, field := range []string{"texto", "asunto", "para", "mensaje_id", "movimiento", "acuse", "solicitud", "tipo"} {
			if after.GetString(field) != mail.GetString(field) {
				t.Errorf("%s: %s changed from %q to %q", c.name, field, mail.GetString(field), after.GetString(field))
			}
		}
	}
	if n := lighten(t, o); n != 0 {
		t.Errorf("the second night makes %d lighter", n)
	}
	var plan []struct {
		Detail string `db:"detail"`
	}
	err := o.DB().NewQuery("EXPLAIN QUERY PLAN " + correo.LightenSQL).Bind(dbx.Params{"before": "2026", "batch": 200}).All(&plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range plan {
		if strings.HasPrefix(step.Detail, "SCAN correos") {
			t.Errorf("each night reads all mails: %v", plan)
		}
	}
}

func ago(now time.Time, d time.Duration) string {
	if d == 0 {
		return ""
	}
	at, _ := types.ParseDateTime(now.Add(-d))
	return at.String()
}

// More than one batch, and a round that is broken off: the next night goes on.
func TestMailsAreMadeLighterInBatchesAndGoOnWhereTheyStopped(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.NoticeOf(t, o.Filed(t, nil).Id, "recepcion").Id
	var columns []string
	if err := o.DB().NewQuery("SELECT name FROM pragma_table_info('correos')").Column(&columns); err != nil {
		t.Fatal(err)
	}
	columns = slices.DeleteFunc(columns, func(c string) bool { return c == "id" })
	list := strings.Join(columns, ",")
	if _, err := o.DB().NewQuery("INSERT INTO correos (" + list + ") SELECT " + list +
		" FROM correos, (WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 449) SELECT n FROM k) WHERE id = {:id}").
		Bind(dbx.Params{"id": id}).Execute(); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(year)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if n, err := o.Mailer.Lighten(stopped, o.App); n != 0 || err == nil {
		t.Errorf("a round that is over made %d lighter: %v", n, err)
	}
	if n := lighten(t, o); n != 450 {
		t.Errorf("%d mails made lighter, want 450", n)
	}
}

// An answer whose page is gone is mailed again as text, with its receipt; so is what staff put
// back into the outbox.
func TestAMailWithoutItsPageIsSentAgainAsText(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 no existe"})
	id := o.Brought(t, mesa.Atendida)
	o.Deliver(t)
	mail := o.NoticeOf(t, id, "respuesta")
	if mail.GetString("estado") != "fallido" {
		t.Fatalf("the answer is %s", mail.GetString("estado"))
	}
	o.Clock.Add(year)
	lighten(t, o)
	server.Behave()
	mail = o.Record(t, mesa.ColCorreos, mail.Id)
	if mail.GetString("html") != "" {
		t.Fatal("the page stays")
	}
	mail.Set("estado", "pendiente")
	if err := o.Save(mail); err != nil {
		t.Fatal(err)
	}
	o.Deliver(t)
	if mail = o.Record(t, mesa.ColCorreos, mail.Id); mail.GetString("estado") != "enviado" {
		t.Fatalf("sent again: %s, %s", mail.GetString("estado"), mail.GetString("error"))
	}
	if err := o.Mailer.Reenviar(o.App, id); err != nil {
		t.Fatal(err)
	}
	o.Deliver(t)
	letters := server.Mails()
	if len(letters) != 2 {
		t.Fatalf("%d letters left", len(letters))
	}
	for _, letter := range letters {
		if !strings.Contains(letter, "text/plain") || strings.Contains(letter, "text/html") || !strings.Contains(letter, "cargo-") {
			t.Errorf("the letter: %.600s", letter)
		}
	}
}

// A clock that is behind what is stored makes no mail lighter.
func TestNoMailIsMadeLighterByAClockInDoubt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	mail := o.NoticeOf(t, o.Filed(t, nil).Id, "recepcion").Id
	o.Clock.Add(2 * year)
	if err := o.Tick(o.App); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by    time.Duration
		light bool
	}{{-time.Hour, false}, {time.Hour, true}} {
		o.Clock.Add(c.by)
		if err := o.LightenMails(t.Context(), o.App); err != nil {
			t.Fatal(err)
		}
		if got := o.Record(t, mesa.ColCorreos, mail).GetString("html") == ""; got != c.light {
			t.Errorf("moved by %v: light %v", c.by, got)
		}
	}
}
