package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// twinMachine is one of two machines of an office.
type twinMachine struct{ *desk }

// replicated are the environment of both machines, with the replica that they share.
func replicated(dest string) []string {
	return append(os.Environ(), "MESA_REPLICA="+dest, "MESA_REPLICA_USUARIO=mesa", "MESA_REPLICA_CLAVE=secreto-de-prueba")
}

func newTwin(t *testing.T, dest string, flags ...string) *twinMachine {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "datos")
	m := &twinMachine{&desk{hookstest.NewServer(t, dir, append(flags, "--dev")...), t}}
	m.Env = replicated(dest)
	return m
}

// waits starts a machine that waits, brings the key of the receipts, and returns when it follows
// all that was filed.
func (m *twinMachine) waits(first *twinMachine) {
	m.t.Helper()
	m.Begin()
	m.until("the second machine wants the key", func() bool { return m.told("copie registro.clave") })
	m.bringKey(first)
	m.until("the second machine follows", func() bool { return m.salud() == "bien" })
}

// bringKey copies the key of the receipts, as the health of a standby asks.
func (m *twinMachine) bringKey(first *twinMachine) {
	m.t.Helper()
	key, err := os.ReadFile(filepath.Join(first.Dir+"-resguardo", "registro.clave"))
	if err == nil {
		err = os.MkdirAll(m.Dir+"-resguardo", 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(m.Dir+"-resguardo", "registro.clave"), key, 0o600)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

// salud is the first word of a machine's health.
func (m *twinMachine) salud() string {
	res, err := http.Get(m.URL + "/salud")
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	word, _, _ := strings.Cut(string(text), "\n")
	return word
}

// promoted takes the turn, and tells what the command said and how long it took until the
// machine served.
func (m *twinMachine) promoted(flags ...string) (string, time.Duration) {
	m.t.Helper()
	began := time.Now()
	said, err := m.promote(flags...)
	if err != nil {
		m.t.Fatalf("promover: %v\n%s", err, said)
	}
	return said, time.Since(began)
}

func (m *twinMachine) promote(flags ...string) (string, error) {
	c := exec.Command(m.Exe, append([]string{"promover", "--dir=" + m.Dir}, flags...)...)
	c.Env = m.Env
	out, err := c.CombinedOutput()
	return string(out), err
}

// numbers are those of the machine's base, with the place of each file.
func (m *twinMachine) numbers() (list []string) {
	m.t.Helper()
	readData(m.t, m.Server, func(app core.App) string {
		filed, err := app.FindRecordsByFilter(mesa.ColSolicitudes, "id != ''", "anio,correlativo", 0, 0)
		if err != nil {
			m.t.Fatal(err)
		}
		for _, s := range filed {
			list = append(list, s.GetString("numero"))
			docs, err := app.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:s}", "", 0, 0, map[string]any{"s": s.Id})
			if err != nil || len(docs) == 0 {
				m.t.Errorf("%s has no document: %v", list[len(list)-1], err)
			}
			for _, d := range docs {
				if _, err := os.Stat(filepath.Join(m.Dir, "storage", d.BaseFilesPath(), d.GetString("archivo"))); err != nil {
					m.t.Errorf("%s: %v", list[len(list)-1], err)
				}
			}
		}
		return ""
	})
	return list
}

// crowd files with some citizens until it is told to end, and notes what each was shown.
type crowd struct {
	mu    sync.Mutex
	shown []string
	done  atomic.Bool
	all   sync.WaitGroup
}

func (m *twinMachine) crowded(citizens int) *crowd {
	c := &crowd{}
	data := hookstest.PDFOfSize(1, 60_000)
	for i := range citizens {
		c.all.Go(func() {
			for !c.done.Load() {
				who := &citizen{uitest.NewBrowser(m.t, &httptest.Server{URL: m.URL}), m.Server}
				if numero, err := who.file(i, "tramite00000001", data); err == nil && numero != "" {
					c.mu.Lock()
					c.shown = append(c.shown, numero)
					c.mu.Unlock()
				}
			}
		})
	}
	return c
}

func (c *crowd) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.shown)
}

// destinations are a folder and a bucket.
func destinations(t *testing.T) map[string]string {
	address := hookstest.NewStore().URL(t)
	return map[string]string{
		"folder": "file://" + filepath.Join(t.TempDir(), "replica"),
		"bucket": "s3://mesa/oficina?endpoint=" + address,
	}
}

// The drill of a dead machine: the primary is killed while citizens file, the second machine is
// promoted, and whatever was shown is there with its paper. The old primary comes back and files
// nothing. Three times over, each time with a new second machine.
func TestAKilledPrimaryIsReplacedAndNothingShownIsMissing(t *testing.T) {
	t.Parallel()
	for name, dest := range destinations(t) {
		t.Run(name, func(t *testing.T) {
			now := newTwin(t, dest)
			now.Start()
			now.files("1-2026")
			var shown []string
			for round := range 3 {
				next := newTwin(t, dest, "--espera")
				next.waits(now)
				if round == 0 {
					next.showsThatItWaits()
					if said, err := next.promote(); err == nil || !strings.Contains(said, "está atendiendo") {
						t.Errorf("promoted beside a beating heart: %v\n%s", err, said)
					}
				}
				c, before := now.crowded(3), len(shown)
				now.until("some are filed", func() bool { return c.count() >= 6 })
				now.Kill()
				c.done.Store(true)
				c.all.Wait()
				shown = append(shown, c.shown...)
				said, took := next.promoted()
				t.Logf("%s, round %d: %d shown, serving after %v\n%s", name, round, len(shown)-before, took.Round(time.Millisecond), said)
				if took > time.Minute {
					t.Errorf("it took %v", took)
				}
				there := next.numbers()
				for _, numero := range shown {
					if !slices.Contains(there, numero) {
						t.Errorf("%s was shown and is missing", numero)
					}
				}
				next.Flags = []string{"--dev"} // a later start waits no more
				numero, err := next.try()
				if err != nil || slices.Contains(there, numero) || slices.Contains(shown, numero) {
					t.Errorf("the next number is %q: %v", numero, err)
				}
				shown = append(shown, numero)
				now.comesBackInVain()
				now = next
			}
			if twice := len(shown) - len(slices.Compact(slices.Sorted(slices.Values(shown)))); twice > 0 {
				t.Errorf("%d numbers were given twice", twice)
			}
			now.Stop()
			if out, err := now.command("auditar"); err != nil || !strings.Contains(out, "Todo coincide") {
				t.Errorf("auditar: %v\n%s", err, out)
			}
		})
	}
}

// showsThatItWaits looks at a second machine as citizens, monitors and strangers do.
func (m *twinMachine) showsThatItWaits() {
	m.t.Helper()
	for _, path := range []string{"/", "/solicitud/abc", "/_/", "/api/health", "/promover"} {
		res, err := http.Get(m.URL + path)
		if err != nil {
			m.t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != 503 || res.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "está en espera") {
			m.t.Errorf("GET %s: %d %s", path, res.StatusCode, body)
		}
	}
	res, err := http.Post(m.URL+"/promover?forzar=1", "text/plain", nil)
	if err != nil {
		m.t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 503 {
		m.t.Errorf("a stranger orders a promotion: %d", res.StatusCode)
	}
	if out, err := m.command("salud"); err != nil || !strings.Contains(out, "en espera") {
		m.t.Errorf("salud: %v %s", err, out)
	}
}

// comesBackInVain starts an old primary, which says who has the turn and ends.
func (m *twinMachine) comesBackInVain() {
	m.t.Helper()
	m.Begin()
	if code := m.Ended(); code == 0 || !strings.Contains(m.Out.String(), "tiene el turno") {
		m.t.Errorf("the old primary ended with %d:\n%s", code, m.Out.String())
	}
	other := newTwin(m.t, "x", "--espera")
	other.Dir, other.Env = m.Dir, m.Env
	other.Begin()
	if code := other.Ended(); code == 0 || !strings.Contains(other.Out.String(), "no se usa para esperar") {
		m.t.Errorf("the old primary's folder waits: %d\n%s", code, other.Out.String())
	}
}

// A second machine is promoted by force while the first one works: what the first one showed is
// on the second, no number is given twice, and the first one files nothing more.
func TestOfTwoPrimariesOneFilesNothing(t *testing.T) {
	t.Parallel()
	for name, dest := range destinations(t) {
		t.Run(name, func(t *testing.T) {
			first, second := newTwin(t, dest), newTwin(t, dest, "--espera")
			first.Start()
			first.files("1-2026")
			second.waits(first)
			c := first.crowded(3)
			first.until("some are filed", func() bool { return c.count() >= 4 })
			second.promoted("--forzar")
			first.until("the first one stops", func() bool { return !first.Well() })
			c.done.Store(true)
			c.all.Wait()
			there := second.numbers()
			for _, numero := range c.shown {
				if !slices.Contains(there, numero) {
					t.Errorf("%s was shown by the first and is missing", numero)
				}
			}
			numero, err := second.try()
			if err != nil || slices.Contains(c.shown, numero) {
				t.Errorf("the second gives %q: %v", numero, err)
			}
			if got, err := first.try(); err == nil {
				t.Errorf("the first one still files: %s", got)
			}
			if first.salud() != "mal" {
				t.Errorf("the first one is %s", first.salud())
			}
		})
	}
}

// A turn that was left in good order skips no number.
func TestAPlannedChangeSkipsNoNumber(t *testing.T) {
	t.Parallel()
	dest := destinations(t)["folder"]
	first, second := newTwin(t, dest), newTwin(t, dest)
	first.Start()
	first.files("1-2026", "2-2026")
	first.Stop()
	if said, err := second.promote(); err == nil || !strings.Contains(said, "copie registro.clave") || !strings.Contains(said, "--sin-llave") {
		t.Errorf("promoted without the key of the receipts: %v\n%s", err, said)
	}
	said, err := second.promote("--sin-llave")
	if err != nil || !strings.Contains(said, "Ahora inicie") {
		t.Fatalf("%v\n%s", err, said)
	}
	second.Start()
	second.files("3-2026")
	second.looksAtTheReplica()
	first.comesBackInVain()
}

// looksAtTheReplica asks doctor and the metrics.
func (m *twinMachine) looksAtTheReplica() {
	m.t.Helper()
	m.until("doctor sees the replica up to date", func() bool {
		c := exec.Command(m.Exe, "doctor", "--dir="+m.Dir)
		c.Env = m.Env
		out, _ := c.CombinedOutput() // something else may be red
		return strings.Contains(string(out), "verde  réplica\n")
	})
	res, err := http.Get(m.URL + "/metrics")
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	if !strings.Contains(string(text), "\nmesa_replica_atraso_segundos ") || !strings.Contains(string(text), "\nmesa_replica_epoca 2\n") {
		m.t.Errorf("the metrics do not tell of the replica:\n%s", text)
	}
}

// A store that is gone, slow, full or has other keys keeps nobody from filing: health tells.
func TestAReplicaThatFailsKeepsNobodyFromFiling(t *testing.T) {
	t.Parallel()
	store := hookstest.NewStore()
	address := store.URL(t)
	m := newTwin(t, "s3://mesa/oficina?endpoint="+address)
	m.Start()
	m.files("1-2026")
	m.until("the replica is up to date", func() bool { return !m.told("réplica") })
	n := 1
	for _, ill := range []struct {
		name   string
		status int
		slow   time.Duration
	}{{"gone", 503, 0}, {"slow", 0, 5 * time.Second}, {"full", 507, 0}, {"other keys", 403, 0}} {
		store.Ail(ill.status, ill.slow)
		for range 2 {
			n++
			began := time.Now()
			m.files(fmt.Sprintf("%d-2026", n))
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("%s: a filing took %v", ill.name, took)
			}
		}
		m.until(ill.name+": health tells", func() bool { return m.told("réplica") })
		store.Ail(0, 0)
		m.until(ill.name+": it catches up", func() bool { return !m.told("réplica") })
	}
	second := newTwin(t, "s3://mesa/oficina?endpoint="+address, "--espera")
	second.waits(m)
	m.Kill()
	second.promoted()
	if got := second.numbers(); len(got) != n {
		t.Errorf("%d of %d filings after the store came back", len(got), n)
	}
}

// told tells whether the machine's own health names something.
func (m *twinMachine) told(what string) bool {
	out, _ := m.command("salud")
	return strings.Contains(out, what)
}
