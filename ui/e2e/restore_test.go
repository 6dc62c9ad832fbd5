package e2e

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"
)

// The drill: copy, file, restore the copy, start, recover, file. Each with the real
// program, which another process recovers beside the running server.

// desk is the program on a data folder, with an administrator and one citizen.
type desk struct {
	*hookstest.Server
	t *testing.T
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "datos")
	d := &desk{hookstest.NewServer(t, dir, "--dev"), t}
	if out, err := d.command("superuser", "upsert", adminMail, adminKey); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	d.Start()
	return d
}

func (d *desk) command(args ...string) (string, error) {
	out, err := exec.Command(d.Exe, append(args, "--dir="+d.Dir)...).CombinedOutput()
	return string(out), err
}

// files files and wants the number.
func (d *desk) files(numeros ...string) {
	d.t.Helper()
	for _, want := range numeros {
		got, err := d.try()
		if err != nil || got != want {
			d.t.Fatalf("filed as %q (%v), want %s", got, err, want)
		}
	}
}

// try files once.
func (d *desk) try() (numero string, err error) {
	return filed(d.t, d.Server, "tramite00000001", hookstest.PDF(1))
}

// filed files once. A code may be printed a moment after the request that caused it is
// answered: such a draft is left, and another one is begun.
func filed(t *testing.T, m *hookstest.Server, tramite string, data []byte) (numero string, err error) {
	for range 20 {
		c := &citizen{uitest.NewBrowser(t, &httptest.Server{URL: m.URL}), m}
		if numero, err = c.file(1, tramite, data); err == nil || err.Error() != "no code" {
			break
		}
	}
	return numero, err
}

// refuses wants filings refused with a 503, while pages serve.
func (d *desk) refuses(says string) {
	d.t.Helper()
	if !strings.Contains(d.Out.String(), says) {
		d.t.Errorf("the program does not say %q:\n%s", says, d.Out.String())
	}
	if _, err := d.try(); err == nil || !strings.Contains(err.Error(), "/enviar: 503") {
		d.t.Errorf("filing: %v", err)
	}
	c := uitest.NewBrowser(d.t, &httptest.Server{URL: d.URL})
	for _, page := range []string{"/", "/seguimiento", "/preguntas-frecuentes"} {
		if p := c.Get(page); p.Status != 200 {
			d.t.Errorf("GET %s: %d", page, p.Status)
		}
	}
	state := d.admin().Call("GET", "/salud", nil)
	if !state.Has(says) {
		d.t.Errorf("the dashboard is told %s", state.Body)
	}
}

// dashboardShows signs in to the dashboard in a real browser and reads its head.
func (d *desk) dashboardShows(says string) {
	d.t.Helper()
	p := openBrowserAt(d.t, &office{t: d.t, server: d.Server, url: d.URL}, false)
	p.open("/_/")
	p.wait("the dashboard signs in", `window.app?.pb && !!(window.signedIn ??= app.pb.collection("_superusers")
		.authWithPassword(%q, %q).then(() => { location.hash = "#/collections" }))`, adminMail, adminKey)
	p.see(says)
}

// admin is the administrator at the API.
func (d *desk) admin() uitest.REST {
	d.t.Helper()
	r := uitest.REST{Browser: uitest.NewBrowser(d.t, &httptest.Server{URL: d.URL})}
	p := r.Call("POST", "/api/collections/_superusers/auth-with-password", map[string]any{"identity": adminMail, "password": adminKey})
	var session struct{ Token string }
	if err := json.Unmarshal([]byte(p.Body), &session); err != nil || session.Token == "" {
		d.t.Fatalf("signing in: %d %s", p.Status, p.Body)
	}
	r.Token = session.Token
	return r
}

// recovers runs `recuperar` beside the server, and waits until the server sees it.
func (d *desk) recovers(says string, flags ...string) {
	d.t.Helper()
	out, err := d.command(append([]string{"recuperar"}, flags...)...)
	if err != nil || !strings.Contains(out, says) {
		d.t.Fatalf("recuperar: %v\n%s", err, out)
	}
	admin := d.admin()
	d.until("numbers go on", func() bool { return !admin.Call("GET", "/salud", nil).Has("libro de actos (") })
}

func (d *desk) until(what string, done func() bool) {
	d.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); !done(); <-tick.C {
		if time.Now().After(deadline) {
			d.t.Fatalf("in vain: %s", what)
		}
	}
}

// baseCopied kills the program, copies its base and starts it again.
func (d *desk) baseCopied() (kept string) {
	d.t.Helper()
	kept = d.t.TempDir()
	d.Kill()
	d.copyBase(d.Dir, kept)
	d.Start()
	return kept
}

// baseBack puts a copy of the base, and nothing else, into the folder of a program that
// does not run.
func (d *desk) baseBack(kept string) {
	d.t.Helper()
	for _, name := range []string{"data.db", "data.db-wal", "data.db-shm"} {
		_ = os.Remove(filepath.Join(d.Dir, name))
	}
	d.copyBase(kept, d.Dir)
}

func (d *desk) copyBase(from, to string) {
	d.t.Helper()
	for _, name := range []string{"data.db", "data.db-wal"} {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			d.t.Fatal(err)
		}
	}
}

func TestRestoringTheBaseAloneGivesNoNumberTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.files("1-"+year, "2-"+year)
	kept := d.baseCopied()
	d.files("3-"+year, "4-"+year, "5-"+year)
	d.Kill()
	d.baseBack(kept)
	d.Start()
	d.refuses("faltan 3 solicitudes, 3-" + year + " a 5-" + year)
	d.dashboardShows("ATENCIÓN: La base de datos es más antigua que el libro de actos: faltan 3 solicitudes")
	d.recovers("3 de 3 asientos recuperados")
	d.files("6-" + year)
}

func TestTheDashboardNamesRecuperarBeforeItRestores(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.files("1-" + year)
	admin := d.admin()
	if p := admin.Call("POST", "/api/backups", map[string]any{"name": "copia.zip"}); p.Status != 204 {
		t.Fatalf("backup: %d %s", p.Status, p.Body)
	}
	d.files("2-"+year, "3-"+year)
	p := admin.Call("POST", "/api/backups/copia.zip/restore", nil)
	if p.Status != 409 || !p.Has("faltan 2 solicitudes, 2-"+year+" a 3-"+year) || !p.Has("mesadepartes recuperar") {
		t.Fatalf("the first question: %d %s", p.Status, p.Body)
	}
	d.until("a question counts once the first answer can have been read", func() bool {
		p = admin.Call("POST", "/api/backups/copia.zip/restore", nil)
		return p.Status != 409
	})
	if p.Status != 204 {
		t.Fatalf("the last question: %d %s", p.Status, p.Body)
	}
	says := "ATENCIÓN: La base de datos es más antigua que el libro de actos: faltan 2 solicitudes, 2-" + year + " a 3-" + year
	d.until("the program starts again", func() bool { return strings.Contains(d.Out.String(), says) })
	d.until("it answers", func() bool { return d.Well() })
	d.refuses("faltan 2 solicitudes, 2-" + year + " a 3-" + year)
	if replaced, _ := filepath.Glob(filepath.Join(d.Dir, "anterior", "*", "data.db")); len(replaced) != 1 {
		t.Errorf("what the restore replaced: %v", replaced)
	}
	d.recovers("2 de 2 asientos recuperados")
	d.files("4-" + year)
	if stored, _ := filepath.Glob(filepath.Join(d.Dir, "storage", "*", "*", "documento_*.pdf")); len(stored) < 4 {
		t.Errorf("files in storage: %v", stored)
	}
}

func TestAWholeFolderBroughtBackGivesNoNumberTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.files("1-" + year)
	d.Kill()
	snapshot := filepath.Join(t.TempDir(), "copia")
	if err := os.CopyFS(snapshot, os.DirFS(d.Dir)); err != nil {
		t.Fatal(err)
	}
	d.Start()
	d.files("2-"+year, "3-"+year)
	d.Kill()
	if err := errors.Join(os.RemoveAll(d.Dir), os.CopyFS(d.Dir, os.DirFS(snapshot))); err != nil {
		t.Fatal(err)
	}
	d.Start()
	d.refuses("Al libro de actos le faltan al final 2 asientos")
	if out, err := d.command("recuperar"); err == nil {
		t.Errorf("recovered from nothing: %s", out)
	}
	d.recovers("faltan al final 2 asientos", "--reservar")
	d.files("4-" + year)
}

var year = time.Now().Format("2006")
