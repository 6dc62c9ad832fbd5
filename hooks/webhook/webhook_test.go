package webhook_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

func TestEachMoveIsToldOnceAndItsSignatureIsGood(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL+"/avisos?llave=x", nil)
	s := o.Filed(t, nil)
	o.MustMove(t, s.Id, mesa.EtapaNota, map[string]any{"observaciones": "Un secreto de la casa."})
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id, "instrucciones": "Un secreto de la casa."})
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
	deliver(t, o)
	deliver(t, o)
	var got []string
	for _, h := range r.all() {
		if err := verify(w.GetString("secreto"), h.header, h.body, o.Now()); err != nil {
			t.Error(err)
		}
		if kind := h.header.Get("Content-Type"); kind != "application/cloudevents+json; charset=utf-8" {
			t.Error(kind)
		}
		e := event(t, h.body)
		got = append(got, e["type"].(string))
		if e["specversion"] != "1.0" || e["source"] != "http://localhost:8090" || e["subject"] != "1-2026" || e["id"] == "" ||
			e["time"] != "2026-03-24T15:00:00Z" || h.header.Get("webhook-id") != "msg_"+e["id"].(string) {
			t.Errorf("%v %v", e, h.header)
		}
		for _, private := range []string{"JUAN", "PEREZ", "11111111", "juan@ejemplo.pe", "987654321", "secreto", "Procede", "prestación"} {
			if strings.Contains(string(h.body), private) {
				t.Errorf("%q is told: %s", private, h.body)
			}
		}
	}
	want := []string{"recibida", "registrada", "derivada", "atendida"}
	for i := range want {
		want[i] = "pe.mesadepartes.solicitud." + want[i]
	}
	if !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
	data := event(t, r.all()[2].body)["data"].(map[string]any)
	if data["numero"] != "1-2026" || data["estado"] != "derivada" || data["area"] != o.Area(t).GetString("nombre") ||
		data["tramite"] != o.Tramite(t, 1).GetString("nombre") || data["recibida_en"] != "2026-03-24T10:00:00-05:00" ||
		data["presentada_el"] != "2026-03-24" || data["vence_respuesta"] == nil {
		t.Errorf("%v", data)
	}
	if w := o.Record(t, mesa.ColWebhooks, w.Id); w.GetString("enviado_en") == "" || w.GetInt("pendientes") != 0 {
		t.Errorf("%v", w.FieldsData())
	}
	for name, spoil := range map[string]func(*heard){
		"body":      func(h *heard) { h.body[len(h.body)-3] ^= 1 },
		"timestamp": func(h *heard) { h.header.Set("webhook-timestamp", "1774364401") },
		"id":        func(h *heard) { h.header.Set("webhook-id", "msg_otro") },
	} {
		h := r.all()[0]
		h.header, h.body = h.header.Clone(), slices.Clone(h.body)
		spoil(&h)
		if verify(w.GetString("secreto"), h.header, h.body, o.Now()) == nil {
			t.Errorf("another %s passes", name)
		}
	}
}

// A move that is rolled back tells nobody, and only the stages that were asked for are told.
func TestWhatIsToldSharesTheTransactionOfItsMove(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, map[string]any{"etapas": []string{"REGISTRADO"}})
	off := add(t, o, r.URL, map[string]any{"activo": false})
	s := o.Filed(t, nil)
	if n := len(rows(t, o, w)); n != 0 {
		t.Errorf("%d deliveries of a stage that nobody asked for", n)
	}
	broken := errors.New("prueba")
	rule.OnAt(90, o.OnRecordCreate, "break", func(e *core.RecordEvent) error { return errors.Join(e.Next(), broken) }, mesa.ColMovimientos)
	if _, err := o.Move(t, s.Id, mesa.EtapaRegistrado, nil); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if n := len(rows(t, o, w)); n != 0 {
		t.Errorf("%d deliveries of a move that never was", n)
	}
	broken = nil
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	if len(rows(t, o, w)) != 1 || len(rows(t, o, off)) != 0 {
		t.Errorf("%d and %d deliveries, want 1 and none", len(rows(t, o, w)), len(rows(t, o, off)))
	}
}

func TestAReceiverThatFailsIsTriedForDaysAndComesBack(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, status := range []int{500, 404, 429, 302} {
		o, r := hookstest.New(t, workday), newReceiver(t)
		w := add(t, o, r.URL, nil)
		o.Filed(t, nil)
		r.answer(status)
		for try, wait := range []time.Duration{0, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute} {
			o.Clock.Add(wait - time.Second)
			deliver(t, o)
			if n := len(r.all()); n != try && try > 0 {
				t.Fatalf("%d: try %d came before its %v were over", status, n, wait)
			}
			o.Clock.Add(time.Second)
			deliver(t, o)
			if n := len(r.all()); n != try+1 {
				t.Fatalf("%d: %d tries after %v, want %d", status, n, wait, try+1)
			}
		}
		if w := o.Record(t, mesa.ColWebhooks, w.Id); w.GetInt("pendientes") != 1 || !strings.Contains(w.GetString("error"), "respondió") {
			t.Errorf("%d: %v", status, w.FieldsData())
		}
		if light, why := o.Webhook.Salud(t.Context(), o.App); light != mesa.Bien {
			t.Errorf("after a quarter of an hour: %s", why)
		}
		o.Clock.Add(time.Hour)
		if light, why := o.Webhook.Salud(t.Context(), o.App); light != mesa.Atencion || !strings.Contains(why, "SGD") {
			t.Errorf("%v %s", light, why)
		}
		r.answer(0)
		deliver(t, o)
		all := r.all()
		first, last := all[0], all[len(all)-1]
		if string(first.body) != string(last.body) || first.header.Get("webhook-id") != last.header.Get("webhook-id") {
			t.Error("a later try says something else")
		}
		if err := verify(w.GetString("secreto"), last.header, last.body, o.Now()); err != nil {
			t.Errorf("a later try: %v", err)
		}
		row, w := only(t, o, w), o.Record(t, mesa.ColWebhooks, w.Id)
		if row.GetString("estado") != "enviado" || w.GetString("error") != "" || w.GetInt("pendientes") != 0 {
			t.Errorf("%v %v", row.FieldsData(), w.FieldsData())
		}
		if light, why := o.Webhook.Salud(t.Context(), o.App); light != mesa.Bien {
			t.Error(why)
		}
	}
}

func TestADeliveryIsGivenUpAfterFiveDaysAndMayBePutBack(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, nil)
	o.Filed(t, nil)
	r.answer(500)
	for range 60 {
		deliver(t, o)
		o.Clock.Add(6 * time.Hour)
	}
	row := only(t, o, w)
	if tries := len(r.all()); row.GetString("estado") != "fallido" || tries < 18 || tries > 25 {
		t.Fatalf("%s after %d tries", row.GetString("estado"), tries)
	}
	if w := o.Record(t, mesa.ColWebhooks, w.Id); w.GetInt("fallidos") != 1 || w.GetInt("pendientes") != 0 {
		t.Errorf("%v", w.FieldsData())
	}
	r.answer(0)
	row.Set("estado", "pendiente")
	row.Set("cuerpo", `{"otro":"texto"}`)
	if err := o.Save(row); err == nil {
		t.Error("an administrator wrote another text")
	}
	row = o.Record(t, mesa.ColWebhookEnvios, row.Id)
	row.Set("estado", "pendiente")
	if err := o.Save(row); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	deliver(t, o)
	if row := only(t, o, w); row.GetString("estado") != "enviado" {
		t.Errorf("%v", row.FieldsData())
	}
	if w := o.Record(t, mesa.ColWebhooks, w.Id); w.GetInt("fallidos") != 0 {
		t.Errorf("%v", w.FieldsData())
	}
	row = only(t, o, w)
	row.Set("estado", "pendiente")
	if err := o.Save(row); err == nil {
		t.Error("one that left is put back")
	}
	if _, err := o.Create(t, mesa.ColWebhookEnvios, map[string]any{"webhook": w.Id, "numero": "1-2026"}); err == nil {
		t.Error("an administrator writes a delivery")
	}
}

func TestAReceiverThatIsGoneIsSwitchedOff(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, nil)
	o.Filed(t, nil)
	s := o.Filed(t, nil)
	r.answer(410)
	deliver(t, o)
	w = o.Record(t, mesa.ColWebhooks, w.Id)
	if len(r.all()) != 1 || w.GetBool("activo") || w.GetDateTime("apagado_en").IsZero() || w.GetInt("fallidos") != 1 {
		t.Fatalf("%d requests, %v", len(r.all()), w.FieldsData())
	}
	if light, why := o.Webhook.Salud(t.Context(), o.App); light != mesa.Atencion || !strings.Contains(why, "410") {
		t.Errorf("%v %s", light, why)
	}
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	r.answer(0)
	deliver(t, o)
	if len(r.all()) != 1 || len(rows(t, o, w)) != 2 {
		t.Error("one that was switched off is told, or written for")
	}
	w.Set("activo", true)
	if err := o.Save(w); err != nil {
		t.Fatal(err)
	}
	deliver(t, o) // what waited since before
	if w := o.Record(t, mesa.ColWebhooks, w.Id); len(r.all()) != 2 || !w.GetDateTime("apagado_en").IsZero() {
		t.Errorf("%d requests, %v", len(r.all()), w.FieldsData())
	}
}

// One receiver hangs, another refuses the connection: a third is told at once, by the worker
// that the program starts, and filings and mails wait for none.
func TestAReceiverThatHangsHoldsNoOther(t *testing.T) {
	t.Parallel()
	o, slow, quick := hookstest.New(t, workday), newReceiver(t), newReceiver(t)
	slow.hold = make(chan struct{})
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	hanging := add(t, o, slow.URL, nil)
	add(t, o, dead.URL, nil)
	well := add(t, o, quick.URL, nil)
	ctx, stop := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { o.Webhook.Work(ctx, o.App) })
	s := o.Filed(t, nil)
	<-slow.came
	<-quick.came
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	<-quick.came // while the first word still hangs
	if n := len(slow.all()); n != 1 {
		t.Errorf("%d words at once to one receiver", n)
	}
	stop()
	work.Wait() // the end of the program cuts the one that hangs
	for _, row := range rows(t, o, hanging) {
		if row.GetInt("intentos") != 0 || row.GetString("estado") != "pendiente" {
			t.Errorf("what the end of the program cut: %v", row.FieldsData())
		}
	}
	close(slow.hold)
	deliver(t, o)
	if n := len(slow.all()); n != 3 || len(rows(t, o, well)) != 2 {
		t.Errorf("%d words to the one that came back", n)
	}
}

func TestAReceiverThatTakesTooLongCountsAsAFailure(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	r.hold = make(chan struct{})
	defer close(r.hold)
	o.Webhook.AnswerTime = 50 * time.Millisecond
	w := add(t, o, r.URL, nil)
	o.Filed(t, nil)
	deliver(t, o)
	if row := only(t, o, w); row.GetString("error") != "no respondió a tiempo" || row.GetString("estado") != "pendiente" {
		t.Errorf("%v", row.FieldsData())
	}
}

func TestWhereAWebhookMayLead(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	for url, want := range map[string]struct{ plain, inner bool }{
		"https://sgd.ejemplo.pe/avisos": {true, true}, "http://sgd.ejemplo.pe": {}, "ftp://sgd.ejemplo.pe": {},
		"https://juan:secreto@sgd.ejemplo.pe": {}, "http://127.0.0.1:9": {}, "https://10.0.0.1": {false, true},
		"https://127.0.0.1": {false, true}, "https://[::1]:8443/x": {false, true}, "https://169.254.169.254/latest": {},
		"https://[fe80::1]": {}, "https://[fd00:ec2::254]": {}, "https://100.100.100.200": {}, "https://0.0.0.0": {},
		"https://[::ffff:169.254.169.254]": {}, "https://[64:ff9b::a9fe:a9fe]": {}, "https://192.168.1.5": {false, true},
		"https://100.64.0.1": {false, true}, "https://[::ffff:10.0.0.1]": {false, true}, "https://8.8.8.8": {true, true},
	} {
		for _, inner := range []bool{false, true} {
			_, err := o.Create(t, mesa.ColWebhooks, map[string]any{"nombre": "X", "url": url, "red_interna": inner})
			if good := want.plain && !inner || want.inner && inner; good != (err == nil) {
				t.Errorf("%s, inner %v: %v", url, inner, err)
			}
		}
	}
	for _, secret := range []string{"abc", "whsec_", "whsec_AAAA", "whsec_" + strings.Repeat("A", 120), "whsec_%%%"} {
		if _, err := o.Create(t, mesa.ColWebhooks, map[string]any{"nombre": "X", "url": "https://x.pe", "secreto": secret}); err == nil {
			t.Errorf("the secret %q is taken", secret)
		}
	}
}

// A name may lead into the house although its address does not say so, and certificates are checked.
func TestANameThatLeadsIntoTheHouseGetsNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	took := &receiver{came: make(chan struct{}, 9)}
	site := httptest.NewTLSServer(took)
	t.Cleanup(site.Close)
	named := strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	outer, inner := add(t, o, named, nil), add(t, o, site.URL, map[string]any{"red_interna": true})
	o.Filed(t, nil)
	deliver(t, o)
	if e := only(t, o, outer).GetString("error"); e != mesa.TextWebhookInterna {
		t.Errorf("a name of this machine: %q", e)
	}
	if e := only(t, o, inner).GetString("error"); !strings.Contains(e, "certificate") || len(took.all()) != 0 {
		t.Errorf("a certificate of nobody: %q", e)
	}
	trusting := hookstest.NewProduction(t, workday)
	trusting.Webhook.Trust = x509.NewCertPool()
	trusting.Webhook.Trust.AddCert(site.Certificate())
	w := add(t, trusting, site.URL, map[string]any{"red_interna": true})
	trusting.Filed(t, nil)
	deliver(t, trusting)
	if row := only(t, trusting, w); row.GetString("estado") != "enviado" {
		t.Errorf("%v", row.FieldsData())
	}
}

func TestARecoveredBaseTellsNobodyTwice(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, nil)
	o.Filed(t, nil)
	old := filepath.Join(t.TempDir(), "copia.db")
	if _, err := o.ConcurrentDB().NewQuery("VACUUM INTO {:path}").Bind(dbx.Params{"path": old}).Execute(); err != nil {
		t.Fatal(err)
	}
	s := o.Filed(t, nil)
	deliver(t, o)
	if n := len(r.all()); n != 2 {
		t.Fatalf("%d words", n)
	}
	back := restored(t, o, old)
	deliver(t, back) // the base is behind its book: everything waits
	if err := back.Libro.Recover(back.App, libro.Options{Out: back.Out}); err != nil {
		t.Fatal(err)
	}
	deliver(t, back)
	if n := len(r.all()); n != 2 {
		t.Errorf("%d words after the restore, 2 before", n)
	}
	row := only(t, back, w)
	if row.GetString("estado") != "fallido" || row.GetString("error") != mesa.TextEnvioRecuperado {
		t.Errorf("%v", row.FieldsData())
	}
	back.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	row.Set("estado", "pendiente")
	if err := back.Save(row); err != nil {
		t.Fatal(err)
	}
	deliver(t, back)
	all := r.all()
	if len(all) != 4 {
		t.Fatalf("%d words at the end", len(all))
	}
	first := all[0].header.Get("webhook-id")
	if !slices.ContainsFunc(all[2:], func(h heard) bool { return h.header.Get("webhook-id") == first }) {
		t.Error("the word that is sent again has another id")
	}
}

// restored starts the program on an older base.
func restored(t *testing.T, o *hookstest.Office, copied string) *hookstest.Office {
	t.Helper()
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(o.DataDir(), "data.db")
	for _, name := range []string{base, base + "-wal", base + "-shm"} {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.Rename(copied, base); err != nil {
		t.Fatal(err)
	}
	return o.Reopen(t, o.Now().Format(time.RFC3339))
}

func TestOnlyWhatLeftAMonthAgoIsPurged(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	w := add(t, o, r.URL, nil)
	o.Filed(t, nil)
	deliver(t, o)
	o.Filed(t, nil) // waits for ever
	for _, c := range []struct {
		after time.Duration
		left  int
	}{{29 * 24 * time.Hour, 2}, {2 * 24 * time.Hour, 1}} {
		o.Clock.Add(c.after)
		if err := o.Webhook.Purge(o.App); err != nil {
			t.Fatal(err)
		}
		if n := len(rows(t, o, w)); n != c.left {
			t.Errorf("%d deliveries, want %d", n, c.left)
		}
	}
}

// The program that serves delivers by itself, and only an administrator reads or writes where to.
func TestAServerTellsByItselfAndOnlyAnAdministratorSaysWhom(t *testing.T) {
	t.Parallel()
	o, r := hookstest.New(t, workday), newReceiver(t)
	admin, guest := uitest.NewREST(t, o)
	account := o.Must(t, mesa.ColPersonal, map[string]any{
		"email": "ana@ejemplo.pe", "password": "clave-de-prueba-1", "nombre": "ANA", "rol": "jefatura", "activo": true,
	})
	token, err := account.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{"nombre": "SGD", "url": r.URL, "activo": true, "error": "inventado", "fallidos": 7}
	const path = "/api/collections/webhooks/records"
	for _, who := range []uitest.REST{guest, {Browser: guest.Browser, Token: token}} {
		for _, p := range []uitest.Page{
			who.Call("GET", path, nil), who.Call("POST", path, values), who.Call("GET", "/api/collections/webhook_envios/records", nil),
		} {
			if p.Status != 401 && p.Status != 403 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		}
	}
	p := admin.Call("POST", path, values)
	created := event(t, []byte(p.Body))
	secret, _ := created["secreto"].(string)
	if p.Status != 200 || !strings.HasPrefix(secret, "whsec_") || created["error"] != "" || created["fallidos"] != 0.0 {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	o.Filed(t, nil)
	<-r.came
	if h := r.all()[0]; verify(secret, h.header, h.body, o.Now()) != nil {
		t.Error("the signature is not of the secret that the administrator was given")
	}
	id := created["id"].(string)
	changed := event(t, []byte(admin.Call("PATCH", path+"/"+id, map[string]any{"secreto": "", "error": "inventado"}).Body))
	if next, _ := changed["secreto"].(string); next == secret || !strings.HasPrefix(next, "whsec_") || changed["error"] != "" {
		t.Errorf("%v", changed)
	}
}
