package servidor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// ward is an office whose health a test decides, and what its bell heard.
type ward struct {
	*hookstest.Office
	t     *testing.T
	room  *servidor.Room
	mu    sync.Mutex
	salud mesa.Salud
	down  bool
	heard []string
	wrong int // rounds that told the journal why the bell failed
}

func newWard(t *testing.T) *ward {
	w := &ward{Office: hookstest.New(t, workday), t: t}
	w.open()
	return w
}

// open starts the program again on the same folder.
func (w *ward) open() {
	look := func(context.Context, core.App) (mesa.Salud, string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.salud, "de prueba"
	}
	w.room = servidor.New(servidor.Config{Now: w.Now, Checks: []servidor.Check{{Name: "algo", Look: look, Alarm: true}},
		Bells: []servidor.Bell{{Name: "campana", Ring: func(_ context.Context, _ core.App, list []servidor.Alarma) error {
			if w.down {
				return errors.New("de prueba")
			}
			for _, a := range list {
				w.heard = append(w.heard, fmt.Sprintf("%s %v", a.Causa, a.Fin))
			}
			return nil
		}}},
	})
}

// minutes let the program look so often, a minute apart.
func (w *ward) minutes(n int, salud mesa.Salud) {
	w.t.Helper()
	w.mu.Lock()
	w.salud = salud
	w.mu.Unlock()
	for range n {
		w.Clock.Add(time.Minute)
		w.room.Beat()
		servidor.Forget(w.room)
		if err := w.room.Alarms(w.t.Context(), w.App); err != nil && !w.down {
			w.t.Fatal(err)
		} else if err != nil {
			w.wrong++
		}
	}
}

// want compares what was heard since the last time.
func (w *ward) want(why string, heard ...string) {
	w.t.Helper()
	if strings.Join(w.heard, ", ") != strings.Join(heard, ", ") {
		w.t.Errorf("%s: heard %v, want %v", why, w.heard, heard)
	}
	w.heard = nil
}

func TestAnAlarmIsToldOnceAnHourAndItsEndOnce(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	w := newWard(t)
	w.minutes(3, mesa.Bien)
	w.want("well")
	w.minutes(1, mesa.Mal)
	w.minutes(1, mesa.Bien)
	w.want("a moment")
	w.minutes(30, mesa.Mal)
	w.want("it stands", "algo false")
	w.open() // the program starts again, and knows
	w.minutes(28, mesa.Mal)
	w.want("started again within the hour")
	w.minutes(5, mesa.Mal)
	w.want("an hour later", "algo false")
	w.minutes(5, mesa.Bien)
	w.want("it ended", "algo true")
	w.minutes(10, mesa.Mal)
	w.want("it came back within the hour")
	w.minutes(5, mesa.Bien)
	w.want("whose end nobody needs")
	w.minutes(90, mesa.Bien)
	w.minutes(2, mesa.Mal)
	w.want("it came back later", "algo false")
}

func TestAnAlarmOfAtencionIsToldOnceADay(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	w := newWard(t)
	w.minutes(23*60, mesa.Atencion)
	w.want("a day", "algo false")
	w.minutes(2*60, mesa.Atencion)
	w.want("the next day", "algo false")
}

func TestABellThatFailsIsRungAgain(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.down = true
	w.minutes(5, mesa.Mal)
	w.want("the bell is down")
	if w.minutes(120, mesa.Mal); w.wrong < 2 || w.wrong > 3 {
		t.Errorf("the journal was told %d times in two hours why the bell failed", w.wrong)
	}
	w.down = false
	w.minutes(3, mesa.Mal)
	w.want("it rings again", "algo false")
	w.down = true
	w.minutes(3, mesa.Bien)
	w.down = false
	w.minutes(3, mesa.Bien)
	w.want("its end, late", "algo true")
}

func TestTheWebhookHearsTheCauseAndNotTheAddress(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Settings().Meta.AppName = "Mesa de prueba"
	var posts []map[string]string
	status := http.StatusNoContent
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		post := map[string]string{}
		if err := json.Unmarshal(body, &post); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %v", r.Method, err)
		}
		posts = append(posts, post)
		w.Header().Set("Location", "/otra")
		w.WriteHeader(status)
	}))
	t.Cleanup(site.Close)
	alarm := servidor.Alarma{Causa: "espacio", Salud: mesa.Mal, Motivo: "quedan 3 MB", Desde: o.Now()}
	ended := alarm
	ended.Fin = true
	bell := servidor.Webhook(site.URL + "/clave-secreta")
	if err := bell.Ring(t.Context(), o.App, []servidor.Alarma{alarm, ended}); err != nil || len(posts) != 2 {
		t.Fatalf("%v %v", posts, err)
	}
	if p := posts[0]; p["causa"] != "espacio" || p["estado"] != "mal" || p["desde"] != "2026-03-24T15:00:00Z" ||
		p["text"] != "Atención en Mesa de prueba: espacio. quedan 3 MB" {
		t.Errorf("%v", p)
	}
	if p := posts[1]; p["estado"] != "resuelta" || p["text"] != "Se resolvió en Mesa de prueba: espacio." {
		t.Errorf("%v", p)
	}
	for _, code := range []int{500, 404, 302} {
		status = code
		if err := bell.Ring(t.Context(), o.App, []servidor.Alarma{alarm}); err == nil {
			t.Errorf("%d is taken for yes", code)
		}
	}
	site.Close()
	err := bell.Ring(t.Context(), o.App, []servidor.Alarma{alarm})
	if err == nil || strings.Contains(err.Error(), "secreta") {
		t.Errorf("nobody there: %v", err)
	}
}

// The mail goes past the outbox: what holds the outbox may be the cause.
func TestAlarmsAreMailedToTheHeadAndTheAdministratorsPastTheOutbox(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	o.Mailer.Hold = func(core.App) bool { return true }
	for address, rol := range map[string]string{"jefa@ejemplo.pe": "jefatura", "reparte@ejemplo.pe": "mesa"} {
		o.Must(t, mesa.ColPersonal, map[string]any{
			"email": address, "password": "clave-de-prueba-1", "nombre": "PRUEBA", "rol": rol, "activo": true,
		})
	}
	uitest.Superuser(t, o)
	o.Set(t, map[string]any{"reserva_mb": 1 << 20})
	o.Servidor.Beat()
	for range 2 {
		if err := o.Servidor.Alarms(t.Context(), o.App); err != nil {
			t.Fatal(err)
		}
	}
	mails := strings.Join(server.Mails(), "\n")
	if n := len(server.Mails()); n != 2 || !strings.Contains(mails, "jefa@ejemplo.pe") || strings.Contains(mails, "reparte@") {
		t.Fatalf("%d mails:\n%s", n, mails)
	}
	for _, m := range server.Mails() {
		if !hookstest.MailHas(m, "espacio") || !hookstest.MailHas(m, "no se reciben archivos") || !hookstest.MailHas(m, "mesadepartes doctor") {
			t.Errorf("the mail:\n%s", m)
		}
	}
	if n, err := o.CountRecords(mesa.ColCorreos); n != 0 || err != nil {
		t.Errorf("%d mails in the outbox: %v", n, err)
	}
}
