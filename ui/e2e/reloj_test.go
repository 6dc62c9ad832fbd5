package e2e

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/plazos"
)

// The real program on a machine whose clock is wrong.

// command runs the program beside whatever serves the folder, its clock as the
// environment sets it, and gives what it says.
func command(t *testing.T, dir string, env []string, args ...string) (says string, ok bool) {
	t.Helper()
	cmd := exec.Command(hookstest.Program(t), append(args, "--dir="+dir)...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// status asks for a page as a visitor.
func (o *office) status(path string) int {
	o.t.Helper()
	res, err := http.Get(o.url + path)
	if err != nil {
		o.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// refuses asks for a move that must get 503, with the reason.
func (o *office) refuses(numero, etapa string) {
	o.t.Helper()
	body := strings.NewReader(`{"solicitud":"` + o.find("solicitudes", "numero = '"+numero+"'") + `","etapa":"` + etapa + `"}`)
	req, err := http.NewRequest(http.MethodPost, o.url+"/api/collections/movimientos/records", body)
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Authorization", o.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusServiceUnavailable {
		o.t.Errorf("%s of %s: %s", etapa, numero, res.Status)
	}
}

func TestAStartWithTheClockSetBackGivesNoNumber(t *testing.T) {
	t.Parallel()
	dir := lateOffice(t, openingTime)
	for _, c := range []struct {
		at     string
		behind bool
	}{
		{"2026-03-24T09:59:00-05:00", false},
		{"2026-03-24T09:57:00-05:00", true},
		{"2015-03-24T10:00:00-05:00", true},
	} {
		o := openOfficeAt(t, dir, c.at)
		o.signIn()
		if said := strings.Contains(o.server.Out.String(), "lo último que guardamos es del 24/03/2026 10:00"); said != c.behind {
			t.Errorf("%s: the start says so: %v", c.at, said)
		}
		for _, path := range []string{"/", "/seguimiento", "/api/health"} {
			if got := o.status(path); got != http.StatusOK {
				t.Errorf("%s: %s answers %d", c.at, path, got)
			}
		}
		if c.behind {
			o.refuses("1-2026", "REGISTRADO")
			says, ok := command(t, dir, []string{"MESA_AHORA=" + c.at}, "reloj", "confirmar", "--dev")
			if ok || !strings.Contains(says, "No se confirmó") {
				t.Errorf("%s: confirming: %v, %q", c.at, ok, says)
			}
		}
		o.server.Kill()
	}
	o := openOfficeAt(t, dir, "2026-03-24T11:00:00-05:00")
	o.signIn()
	o.move("1-2026", "REGISTRADO", nil)
}

// A machine that was off for twelve days shows an hour that nobody vouches for: only
// the real clock is doubted, so that the observed filing is made as of then.
func TestAStartDaysLaterClosesNothingUntilTheHourIsConfirmed(t *testing.T) {
	t.Parallel()
	then := time.Now().AddDate(0, 0, -12)
	first := "1-" + then.In(plazos.Lima).Format("2006")
	dir := lateOffice(t, then.Format(time.RFC3339))
	o := openOfficeAt(t, dir, then.Add(time.Hour).Format(time.RFC3339))
	o.signIn()
	o.press(o.noticed())
	o.until("the term starts", func() bool { return o.filing("vence_subsanacion") != "" })
	o.server.Kill()

	serve := func() *office {
		s := hookstest.NewServer(t, dir, "--dev") // no MESA_AHORA: the machine's own clock
		s.Start()
		o := &office{t: t, server: s, url: s.URL}
		o.signIn()
		return o
	}
	o = serve()
	if strings.Contains(o.server.Out.String(), "por la sincronización del sistema") {
		o.until("a machine with a time service closes at once", func() bool { return o.filing("estado") == "no_presentada" })
		return
	}
	for range 2 { // killed in doubt, it starts in doubt
		o.until("a round since the jump wrote the red light of what nobody looked at", func() bool {
			return o.has("solicitudes", "numero = '"+first+"' && semaforo = 'rojo'")
		})
		if !strings.Contains(o.server.Out.String(), "nadie confirmó esa hora") || o.filing("estado") != "observada" {
			t.Errorf("the filing is %s; the start says %s", o.filing("estado"), o.server.Out.String())
		}
		o.move(first, "NOTA", map[string]any{"observaciones": "El trabajo sigue."})
		o.server.Kill()
		o = serve()
	}
	if says, ok := command(t, dir, nil, "reloj", "confirmar"); !ok || !strings.Contains(says, "quedó confirmada") {
		t.Fatalf("confirming beside the server: %q", says)
	}
	o.server.Kill()
	o = serve()
	o.discardOutages() // it holds the closing until a person says that there was none (art. 134.2)
	o.server.Kill()
	o = serve()
	o.until("what waited is done", func() bool { return o.filing("estado") == "no_presentada" })
	var logged struct{ TotalItems int }
	o.read(http.MethodGet, "/api/logs?filter="+url.QueryEscape("message = 'clock confirmed' && data.by = 'mesadepartes reloj confirmar'"),
		"", nil, &logged)
	if logged.TotalItems != 1 {
		t.Errorf("the confirmation left %d lines in the log", logged.TotalItems)
	}
	if got := o.lines("NO PRESENTADO"); got != 1 {
		t.Errorf("%d lines", got)
	}
}
