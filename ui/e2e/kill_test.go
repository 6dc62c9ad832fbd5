package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// citizen files as often as asked and notes every number that was shown.
type citizen struct {
	*uitest.Browser
	m *hookstest.Server
}

// file goes the whole way. Any step may fail because the program died.
func (c *citizen) file(i int, tramite string, data []byte) (numero string, err error) {
	correo := fmt.Sprintf("c%d.%d@ejemplo.pe", i, time.Now().UnixNano())
	form := func(path, body string, want int) (uitest.Page, error) {
		p, err := c.Try(c.Request("POST", path, body, "Content-Type", "application/x-www-form-urlencoded"))
		if err == nil && p.Status != want {
			err = fmt.Errorf("POST %s: %d", path, p.Status)
		}
		return p, err
	}
	p, err := form("/solicitud", "persona=natural&acepto=1", 303)
	if err != nil {
		return "", err
	}
	draft := p.Location
	person := "tipo_documento=DNI&numero_documento=11111111&nombres=JUAN&apellidos=PEREZ&telefono=987654321&domicilio=Lima&autorizo=1"
	if _, err = form(draft+"/datos", person+"&correo="+correo, 303); err != nil {
		return "", err
	}
	if _, err = form(draft+"/codigo", "", 303); err != nil {
		return "", err
	}
	code := regexp.MustCompile(regexp.QuoteMeta("[dev] codigo "+correo) + ` (\d{6})`).FindStringSubmatch(c.m.Out.String())
	if code == nil {
		return "", fmt.Errorf("no code")
	}
	if _, err = form(draft+"/validar", "codigo="+code[1], 303); err != nil {
		return "", err
	}
	if _, err = form(draft+"/tramite", "asunto=prueba&tramite="+tramite, 303); err != nil {
		return "", err
	}
	if err = c.upload(draft, data); err != nil {
		return "", err
	}
	if p, err = form(draft+"/enviar", "", 303); err != nil {
		return "", err
	}
	p, err = c.Try(c.Request("GET", p.Location, ""))
	return regexp.MustCompile(`\d+-\d{4}`).FindString(p.Body), err
}

// upload sends the file as the page does: announced, then in chunks.
func (c *citizen) upload(draft string, data []byte) error {
	id := strings.TrimPrefix(draft, "/solicitud/")
	p, err := c.TryAnnounce(len(data), "borrador", id, "clase", "principal", "filename", "a.pdf")
	if err != nil || p.Status != 201 {
		return fmt.Errorf("announce: %d %w", p.Status, err)
	}
	for at := 0; at < len(data); at += 100_000 {
		chunk := data[at:min(at+100_000, len(data))]
		req := c.Request("PATCH", p.Location, string(chunk), "Tus-Resumable", "1.0.0",
			"Upload-Offset", fmt.Sprint(at), "Content-Type", "application/offset+octet-stream")
		if q, err := c.Try(req); err != nil || q.Status != 204 {
			return fmt.Errorf("chunk: %d %w", q.Status, err)
		}
	}
	return nil
}

// TestKilledAtRandomMomentsNoNumberIsLost files 200 requests while the program is
// killed again and again, then reads the data folder: every number a citizen
// saw is there with its files whole, there is no gap and no orphan.
func TestKilledAtRandomMomentsNoNumberIsLost(t *testing.T) {
	const filings, citizens = 200, 4
	m := hookstest.NewServer(t, t.TempDir(), "--dev")
	m.Start()
	tramite := openData(t, m, func(app core.App) string {
		r, err := app.FindFirstRecordByData(mesa.ColTramites, "orden", 1)
		if err != nil {
			t.Fatal(err)
		}
		return r.Id
	})
	data := hookstest.PDFOfSize(3, 250_000)
	var mu sync.Mutex
	shown := map[string]bool{}
	var done atomic.Bool
	var wg sync.WaitGroup
	for i := range citizens {
		wg.Go(func() {
			for !done.Load() {
				c := &citizen{uitest.NewBrowser(t, &httptest.Server{URL: m.URL}), m}
				numero, err := c.file(i, tramite, data)
				mu.Lock()
				if err == nil && numero != "" {
					shown[numero] = true
				}
				done.Store(len(shown) >= filings)
				mu.Unlock()
			}
		})
	}
	kills := 0
	for end := time.Now().Add(4 * time.Minute); !done.Load() && time.Now().Before(end); kills++ {
		<-time.After(time.Duration(500+rand.IntN(3000)) * time.Millisecond)
		m.Kill()
		m.Start()
	}
	done.Store(true)
	wg.Wait()
	m.Kill()
	t.Logf("%d numbers shown, %d kills", len(shown), kills)
	if len(shown) < filings {
		t.Errorf("only %d filings in the time", len(shown))
	}
	checkPromises(t, m, shown, data)
}

func checkPromises(t *testing.T, m *hookstest.Server, shown map[string]bool, data []byte) {
	t.Helper()
	sum := sha256.Sum256(data)
	want := hex.EncodeToString(sum[:])
	openData(t, m, func(app core.App) string {
		filed, err := app.FindRecordsByFilter(mesa.ColSolicitudes, "id != ''", "correlativo", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[string]bool{}
		for i, s := range filed {
			numbers[s.GetString("numero")] = true
			if s.GetInt("correlativo") != i+1 {
				t.Fatalf("a gap: %d after %d", s.GetInt("correlativo"), i)
			}
			docs, err := app.FindAllRecords(mesa.ColDocumentos)
			if i == 0 && (err != nil || len(docs) < len(filed)) {
				t.Errorf("%d documents for %d filings (%v)", len(docs), len(filed), err)
			}
		}
		for numero := range shown {
			if !numbers[numero] {
				t.Errorf("%s was shown and is gone", numero)
			}
		}
		checkFiles(t, app, want)
		return ""
	})
}

// checkFiles compares what the base names with what the disk holds.
func checkFiles(t *testing.T, app core.App, want string) {
	t.Helper()
	docs, err := app.FindAllRecords(mesa.ColDocumentos)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, d := range docs {
		path := filepath.Join(app.DataDir(), "storage", d.BaseFilesPath(), d.GetString("archivo"))
		named[filepath.Dir(path)] = true
		stored, err := os.ReadFile(path)
		sum := sha256.Sum256(stored)
		if err != nil || hex.EncodeToString(sum[:]) != want || d.GetString("sha256") != want {
			t.Errorf("document %s is not whole: %v", d.Id, err)
		}
	}
	folders, _ := filepath.Glob(filepath.Join(app.DataDir(), "storage", docs[0].Collection().BaseFilesPath(), "*"))
	for _, f := range folders {
		if !named[f] {
			t.Errorf("an orphan after the purge: %s", f)
		}
	}
	if uploads, _ := filepath.Glob(filepath.Join(app.DataDir(), "cargas", "[^.]*")); len(uploads) != 0 {
		t.Errorf("unfinished uploads after the purge: %d", len(uploads))
	}
}

// openData looks into the folder with a desk of its own, whose clock is forty
// days ahead, so that its purge takes whatever was left behind.
func openData(t *testing.T, m *hookstest.Server, look func(core.App) string) string {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: m.Dir, DBConnect: servidor.OpenDatabase})
	desk, err := hooks.Register(app, hooks.Config{
		Now: func() time.Time { return time.Now().Add(40 * 24 * time.Hour) }, ClockSet: true, Files: hookstest.Files(), Out: &m.Out,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.ClearBootstrap() }()
	if !m.Running() { // its own purge would meet this one
		if err := desk.Purge(app); err != nil {
			t.Fatal(err)
		}
		if err := desk.PurgeOrphans(t.Context(), app); err != nil {
			t.Fatal(err)
		}
	}
	return look(app)
}

// readData looks into the data folder of a program that is stopped and goes on later: no
// rule is bound and nothing is purged.
func readData(t *testing.T, m *hookstest.Server, look func(core.App) string) string {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: m.Dir, DBConnect: servidor.OpenDatabase})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.ClearBootstrap() }()
	return look(app)
}
