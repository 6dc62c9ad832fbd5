package reloj_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"

	"github.com/pocketbase/pocketbase/core"
)

// bare makes an office whose clock nobody set on purpose and no time service keeps.
func bare(o *hookstest.Office) *hookstest.Office {
	o.Reloj.Set, o.Reloj.Synced = false, func() bool { return false }
	return o
}

// waiting opens a bare office with two filings and a round just made. The term of the
// observed one ends on Thursday 26 March; silence approves the other on 9 April.
func waiting(t *testing.T) (o *hookstest.Office, observed, silent string) {
	t.Helper()
	o = bare(hookstest.New(t, workday))
	silent = o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
	o.MustMove(t, silent, mesa.EtapaRegistrado, nil)
	o.MustMove(t, silent, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
	observed = o.Filed(t, nil).Id
	o.Observe(t, observed)
	o.Deliver(t)
	o.TickAt(t, workday)
	return o, observed, silent
}

// later moves the clock past the last round and lets one more be made, and another one once a
// person said that there was no outage.
func later(t *testing.T, o *hookstest.Office, d time.Duration) {
	t.Helper()
	o.Clock.Add(d)
	o.TickAt(t, o.Now().Format(time.RFC3339))
	o.DiscardOutages(t)
	o.TickAt(t, o.Now().Format(time.RFC3339))
}

func estado(t *testing.T, o *hookstest.Office, id string) mesa.Estado {
	t.Helper()
	return mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id)).Estado()
}

// other is a machine on loopback whose clock stands apart from the office's.
func other(t *testing.T, o *hookstest.Office, apart time.Duration) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", o.Now().Add(apart).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusNotFound) // any answer has the hour
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAJumpForwardClosesNothingUntilItIsConfirmed(t *testing.T) {
	hookstest.Dear(t)
	for _, c := range []struct {
		name    string
		jump    time.Duration
		confirm func(*testing.T, *hookstest.Office)
		closed  bool
	}{
		{"71 hours", 71 * time.Hour, nil, true},
		{"72 hours", 72 * time.Hour, nil, true},
		{"73 hours", 73 * time.Hour, nil, false},
		{"ten years", 10 * 8766 * time.Hour, nil, false},
		{"73 hours, the system's time service", 73 * time.Hour,
			func(_ *testing.T, o *hookstest.Office) { o.Reloj.Synced = func() bool { return true } }, true},
		{"73 hours, set on purpose", 73 * time.Hour, func(_ *testing.T, o *hookstest.Office) { o.Reloj.Set = true }, true},
		{"73 hours, a person", 73 * time.Hour, func(t *testing.T, o *hookstest.Office) {
			if err := reloj.Confirm(o.App, o.Now(), false); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"73 hours, another machine 59 seconds ahead", 73 * time.Hour, func(t *testing.T, o *hookstest.Office) {
			t.Setenv("MESA_HORA_URL", other(t, o, 59*time.Second))
		}, true},
		{"73 hours, another machine 62 seconds behind", 73 * time.Hour, func(t *testing.T, o *hookstest.Office) {
			t.Setenv("MESA_HORA_URL", other(t, o, -62*time.Second))
		}, false},
		{"73 hours, the platform that is asked for names", 73 * time.Hour, func(t *testing.T, o *hookstest.Office) {
			settings := o.Record(t, mesa.ColConsultasAjustes, "ajustes00000001")
			settings.Set("pide_url", other(t, o, 0))
			if err := o.Save(settings); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"73 hours, a redirect to a machine nobody chose", 73 * time.Hour, func(t *testing.T, o *hookstest.Office) {
			to := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was asked") }))
			t.Cleanup(to.Close)
			from := httptest.NewServer(http.RedirectHandler(to.URL, http.StatusFound)) // its Date is the real one
			t.Cleanup(from.Close)
			t.Setenv("MESA_HORA_URL", from.URL)
		}, false},
		{"73 hours, nobody there", 73 * time.Hour,
			func(t *testing.T, _ *hookstest.Office) { t.Setenv("MESA_HORA_URL", "http://127.0.0.1:1") }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, observed, _ := waiting(t)
			later(t, o, 49*time.Hour) // Thursday 26, the last day
			o.Clock.Add(c.jump)
			if c.confirm != nil {
				c.confirm(t, o)
			}
			later(t, o, 0)
			if got := estado(t, o, observed); (got == mesa.NoPresentada) != c.closed {
				t.Errorf("the observed filing is %s", got)
			}
			if s, err := o.Reloj.ClockState(o.App); err != nil || s.Well() != c.closed {
				t.Errorf("state %+v, %v", s, err)
			}
			if salud, _ := o.Reloj.Salud(t.Context(), o.App); (salud == mesa.Bien) != c.closed {
				t.Errorf("the health: %v", salud)
			}
			if s := o.Filed(t, nil); s.GetInt("correlativo") == 0 {
				t.Error("filing does not go on")
			}
		})
	}
}

func TestWhatWaitsIsSaidAndDoneOnceConfirmed(t *testing.T) {
	t.Parallel()
	o, observed, silent := waiting(t)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	o.Clock.Set("2026-04-10T09:00:00-05:00")
	later(t, o, 0)
	doubt := "SILENCIO POSITIVO: vencía el jueves 9 de abril de 2026; falta confirmar la hora del servidor."
	if s := o.Record(t, mesa.ColSolicitudes, silent); s.GetString("alerta") != doubt || s.GetString("semaforo") != "rojo" {
		t.Errorf("silence: %s %q", s.GetString("semaforo"), s.GetString("alerta"))
	}
	if o.NoticeOf(t, observed, "observacion").GetString("cedula_desde") != "" {
		t.Error("a mark that nothing takes back was written")
	}
	told := digests(o, "mesa@ejemplo.pe")
	if len(told) != 1 || !strings.Contains(told[0].Texto, "HORA DEL SERVIDOR SIN CONFIRMAR") ||
		!strings.Contains(told[0].Texto, "mesadepartes reloj confirmar") || !strings.Contains(told[0].Texto, "; falta confirmar") {
		t.Errorf("the digest: %v", told)
	}
	if said := o.Out.String(); strings.Count(said, "nadie confirmó esa hora") != 1 {
		t.Errorf("standard output says %q", said)
	}
	if err := reloj.Confirm(o.App, o.Now(), false); err != nil {
		t.Fatal(err)
	}
	later(t, o, time.Minute)
	if s := o.Record(t, mesa.ColSolicitudes, silent); !strings.HasSuffix(s.GetString("alerta"), "se tiene por aprobada.") {
		t.Errorf("silence after it: %q", s.GetString("alerta"))
	}
	if estado(t, o, observed) != mesa.NoPresentada || o.NoticeOf(t, observed, "observacion").GetString("cedula_desde") == "" {
		t.Error("what waited was not done")
	}
	if said := o.Out.String(); strings.Count(said, "quedó confirmada") != 1 {
		t.Errorf("standard output says %q", said)
	}
}

// A program that is killed in doubt starts in doubt, however often.
func TestADoubtfulHourOutlivesKills(t *testing.T) {
	t.Parallel()
	o, observed, _ := waiting(t)
	at := o.Now().Add(6 * 24 * time.Hour)
	for range 3 {
		if err := o.ClearBootstrap(); err != nil {
			t.Fatal(err)
		}
		o = bare(o.Reopen(t, at.Format(time.RFC3339)))
		later(t, o, time.Minute)
		if got := estado(t, o, observed); got != mesa.Observada {
			t.Fatalf("the filing is %s", got)
		}
		at = at.Add(time.Hour)
	}
}

// The rule stands in the record event: no door of the clock passes it.
func TestTheEventItselfClosesNothingByADoubtfulHour(t *testing.T) {
	t.Parallel()
	o, observed, _ := waiting(t)
	o.Clock.Add(10 * 24 * time.Hour)
	mov := map[string]any{"solicitud": observed, "etapa": string(mesa.EtapaNoPresentado)}
	r, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	line := core.NewRecord(r)
	line.Load(mov)
	mesa.SetActor(line, mesa.Actor{Mano: mesa.ManoReloj})
	hookstest.WantRefusal(t, o.Save(line), 409, "etapa", "")
}

func TestThePurgeWaitsForADoubtfulHour(t *testing.T) {
	t.Parallel()
	o, _, _ := waiting(t)
	draft := o.Draft(t, nil)
	o.Clock.Add(30 * 24 * time.Hour)
	for _, confirmed := range []bool{false, true} {
		if confirmed {
			o.Reloj.Set = true
		}
		if err := o.Purge(o.App); err != nil {
			t.Fatal(err)
		}
		if _, err := o.FindRecordById(mesa.ColBorradores, draft.Id); (err != nil) != confirmed {
			t.Errorf("confirmed %v: the draft of a month ago: %v", confirmed, err)
		}
	}
}
