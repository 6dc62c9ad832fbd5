package correo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// newApp is a base without any of the rules: only the outbox is under test.
func newApp(t *testing.T) core.App { return base.Open(t) }

// clock stands still until a test moves it.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(fixedNow().UnixNano())
	return c
}

func (c *clock) now() time.Time      { return time.Unix(0, c.at.Load()).UTC() }
func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

// post writes a mail to the outbox.
func post(t *testing.T, m *Mailer, app core.App, para string) {
	t.Helper()
	if err := m.Enqueue(app, Mail{Tipo: "recepcion", Para: para, Data: dataFor("recepcion", "PEREZ")}); err != nil {
		t.Fatal(err)
	}
}

// rowOf finds the mail to an address.
func rowOf(t *testing.T, app core.App, para string) *core.Record {
	t.Helper()
	r, err := app.FindFirstRecordByData(mesa.ColCorreos, "para", para)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// to is the address of the mail that an event sends.
func to(e *core.MailerEvent) string { return e.Message.To[0].Address }

func TestOneFailingMailHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	app, now := newApp(t), newClock()
	m, err := NewMailer(files(), now.now, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	app.OnMailerSend().BindFunc(func(e *core.MailerEvent) error {
		if to(e) == "malo@ejemplo.pe" {
			return errors.New("550 no existe " + strings.Repeat("ñ", 600))
		}
		left = append(left, to(e))
		return nil
	})
	for _, para := range []string{"malo@ejemplo.pe", "ana@ejemplo.pe", "juan@ejemplo.pe"} {
		post(t, m, app, para)
		now.add(time.Second)
	}
	if sent, err := m.Deliver(app); sent != 2 || err != nil || !slices.Equal(left, []string{"ana@ejemplo.pe", "juan@ejemplo.pe"}) {
		t.Fatalf("sent %d %v: %v", sent, left, err)
	}
	good, bad := rowOf(t, app, "ana@ejemplo.pe"), rowOf(t, app, "malo@ejemplo.pe")
	if good.GetString("estado") != string(mesa.CorreoEnviado) || good.GetInt("intentos") != 1 ||
		good.GetDateTime("enviado_en").IsZero() || good.GetString("error") != "" {
		t.Errorf("the good one: %v", good.FieldsData())
	}
	text := bad.GetString("error")
	if bad.GetString("estado") != string(mesa.CorreoPendiente) || bad.GetInt("intentos") != 1 ||
		len(text) > 500 || !utf8.ValidString(text) || !strings.HasPrefix(text, "550") {
		t.Errorf("the bad one: %v", bad.FieldsData())
	}
	if !bad.GetDateTime("enviado_en").IsZero() {
		t.Error("the bad one says when it was sent")
	}
	for try := 2; try < 12; try++ {
		wait := backoff(try - 1)
		now.add(wait - time.Second)
		_, _ = m.Deliver(app)
		if n := rowOf(t, app, "malo@ejemplo.pe").GetInt("intentos"); n != try-1 {
			t.Fatalf("try %d came before its %v were over", n, wait)
		}
		now.add(time.Second)
		_, _ = m.Deliver(app)
		if n := rowOf(t, app, "malo@ejemplo.pe").GetInt("intentos"); n != try {
			t.Fatalf("after %v there were %d tries, want %d", wait, n, try)
		}
	}
	if len(left) != 2 {
		t.Errorf("the good ones left again: %v", left)
	}
}

func TestAMailIsGivenUpAfterThreeDaysAndStaysSo(t *testing.T) {
	t.Parallel()
	app, now := newApp(t), newClock()
	m, err := NewMailer(files(), now.now, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	app.OnMailerSend().BindFunc(func(*core.MailerEvent) error { tries++; return errors.New("451") })
	post(t, m, app, "malo@ejemplo.pe")
	for range 40 {
		_, _ = m.Deliver(app)
		now.add(2 * time.Hour)
		if state := rowOf(t, app, "malo@ejemplo.pe").GetString("estado"); state == string(mesa.CorreoFallido) {
			break
		}
	}
	row := rowOf(t, app, "malo@ejemplo.pe")
	if age := now.now().Sub(row.GetDateTime("creado_en").Time()); row.GetString("estado") != string(mesa.CorreoFallido) ||
		age < giveUp || age > giveUp+5*time.Hour {
		t.Fatalf("estado %s after %v", row.GetString("estado"), age)
	}
	before := tries
	now.add(240 * time.Hour)
	if sent, _ := m.Deliver(app); sent != 0 || tries != before {
		t.Error("a mail that was given up is tried again")
	}
}

func TestDeliveriesAtOnceSendEachMailOnce(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	m := newMailer(t, files())
	var count sync.Map
	var under atomic.Int32
	app.OnMailerSend().BindFunc(func(e *core.MailerEvent) error {
		if under.Add(1) > inFlight {
			t.Error("more mails are under way than connections")
		}
		defer under.Add(-1)
		n, _ := count.LoadOrStore(to(e), new(atomic.Int32))
		n.(*atomic.Int32).Add(1)
		return nil
	})
	for i := range 20 {
		post(t, m, app, fmt.Sprintf("persona@ejemplo%d.pe", i))
	}
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := m.Deliver(app); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() { m.Work(ctx, app) })
	}
	for sent := int64(0); sent < 20; {
		sent, _ = app.CountRecords(mesa.ColCorreos, dbx.HashExp{"estado": string(mesa.CorreoEnviado)})
	}
	stop()
	all.Wait()
	n := 0
	count.Range(func(para, sent any) bool {
		if n++; sent.(*atomic.Int32).Load() != 1 {
			t.Errorf("%s got %d", para, sent.(*atomic.Int32).Load())
		}
		return true
	})
	if n != 20 {
		t.Errorf("%d people have their mail", n)
	}
}

func TestAMailRolledBackWithItsChangeNeverLeaves(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	m := newMailer(t, files())
	fault := errors.New("disk full")
	err := app.RunInTransaction(func(tx core.App) error {
		post(t, m, tx, "juan@ejemplo.pe")
		return fault
	})
	if !errors.Is(err, fault) {
		t.Fatal(err)
	}
	if n, err := app.CountRecords(mesa.ColCorreos); n != 0 || err != nil {
		t.Errorf("%d mails are queued: %v", n, err)
	}
}

func TestTheMailboxListsTheNewestFirstAndIsBounded(t *testing.T) {
	t.Parallel()
	app, now := newApp(t), newClock()
	box := NewMailbox(now.now)
	box.Catch(app)
	if got := box.All(); got == nil || len(got) != 0 {
		t.Errorf("an empty mailbox is %v, which is no JSON list", got)
	}
	m := newMailer(t, files())
	for i := range keep + 3 {
		now.add(time.Second)
		if err := m.sendNow(app, "juan@ejemplo.pe", Texts{fmt.Sprint(i), "texto", "<p>html</p>"}); err != nil {
			t.Fatal(err)
		}
	}
	all := box.All()
	if len(all) != keep {
		t.Fatalf("%d letters", len(all))
	}
	first := mesa.Carta{Para: "juan@ejemplo.pe", Asunto: fmt.Sprint(keep + 2), Texto: "texto", HTML: "<p>html</p>", Fecha: now.now()}
	if all[0] != first {
		t.Errorf("first %+v", all[0])
	}
	for i := 1; i < len(all); i++ {
		if !all[i].Fecha.Before(all[i-1].Fecha) {
			t.Fatalf("letter %d is newer than the one before it", i)
		}
	}
}

func TestAMailSaysWhoSendsItAndThatAMachineDid(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	app.Settings().Meta.SenderName, app.Settings().Meta.SenderAddress = "Mesa de Partes", "mesa@ejemplo.pe"
	m := newMailer(t, files())
	var heads map[string]string
	var from string
	app.OnMailerSend().BindFunc(func(e *core.MailerEvent) error {
		heads, from = e.Message.Headers, e.Message.From.String()
		return nil
	})
	if err := m.sendNow(app, "juan@ejemplo.pe", Texts{"a", "b", "c"}); err != nil {
		t.Fatal(err)
	}
	if heads["Auto-Submitted"] != "auto-generated" || from != `"Mesa de Partes" <mesa@ejemplo.pe>` {
		t.Errorf("from %s, headers %v", from, heads)
	}
}
