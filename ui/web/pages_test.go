package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const secretCause = "no space left on /var/lib/mesa"

// site is an office with a few addresses that go wrong.
func site(t *testing.T) (*hookstest.Office, *uitest.Browser) {
	t.Helper()
	o := hookstest.NewProduction(t, workday)
	o.App.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.GET("/prueba/falla", func(*core.RequestEvent) error { return errors.New(secretCause) })
		e.Router.GET("/prueba/sin-fila", func(e *core.RequestEvent) error { _, err := e.App.FindRecordById(mesa.ColAreas, "x"); return err })
		e.Router.GET("/prueba/503", func(*core.RequestEvent) error { return mesa.Refuse(503, "", secretCause) })
		e.Router.GET("/prueba/panico", func(*core.RequestEvent) error { panic(secretCause) })
		e.Router.GET("/prueba/grande", func(*core.RequestEvent) error { return fmt.Errorf("leer: %w", apis.ErrRequestEntityTooLarge) })
		e.Router.GET("/prueba/cerrado", func(*core.RequestEvent) error { return mesa.Refuse(409, "", mesa.TextPlazoVencido) })
		e.Router.GET("/api/prueba/falla", func(*core.RequestEvent) error { return mesa.Refuse(409, "", mesa.TextPlazoVencido) })
		return e.Next()
	})
	return o, uitest.NewBrowser(t, uitest.Serve(t, o))
}

// wantPage checks an error page: Spanish HTML of the office, with the headers.
func wantPage(t *testing.T, p uitest.Page, status int, texts ...string) {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d, want %d: %s", p.Status, status, p.Body)
	}
	if got := p.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("it is %s", got)
	}
	if got := p.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("caches keep it: %q", got)
	}
	for _, want := range append(texts, "Centro Nacional de Abastecimiento") {
		if !p.Has(want) {
			t.Errorf("it lacks %q: %s", want, p.Body)
		}
	}
	if !strings.Contains(p.Body, `<html lang="es`) {
		t.Error("it is not marked as Spanish")
	}
	wantPolicy(t, p)
}

func wantPolicy(t *testing.T, p uitest.Page) {
	t.Helper()
	csp := p.Header.Get("Content-Security-Policy")
	for _, want := range []string{
		"default-src 'none'", "script-src 'self';", "style-src 'self';", "require-trusted-types-for 'script'",
		"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
	} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy lacks %q: %q", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("the policy is open: %q", csp)
	}
	wantHeaders(t, p)
}

func wantHeaders(t *testing.T, p uitest.Page) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
	} {
		if got := p.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestTheAPIAndTheDashboardHaveTheHeadersToo(t *testing.T) {
	t.Parallel()
	_, b := site(t)
	for _, path := range []string{"/_/", "/api/health", "/api/collections/solicitudes/records", "/cargas/"} {
		wantHeaders(t, b.Get(path))
	}
}

func TestErrorsOfTheVisitorAreSpanishPages(t *testing.T) {
	t.Parallel()
	_, b := site(t)
	big := b.Request(http.MethodPost, "/solicitud", strings.Repeat("x", 33<<20), "Content-Type", "application/x-www-form-urlencoded")
	foreign := b.Request(http.MethodPost, "/solicitud", "persona=natural&acepto=1",
		"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
	for _, c := range []struct {
		name   string
		page   uitest.Page
		status int
		texts  []string
	}{
		{"an address that does not exist", b.Get("/no-existe"), 404, []string{"Esta página no existe"}},
		{"a draft of somebody else", b.Get("/solicitud/abcdefghijklmno"), 404,
			[]string{"Este borrador no es de este navegador", "Ir a Mis trámites"}},
		{"a wrong method", b.Post("/terminos"), 404, []string{"Esta página no existe"}},
		{"an asset that does not exist", b.Get("/static/nada.js"), 404, []string{"Esta página no existe"}},
		{"a form of another site", b.Do(foreign), 403, []string{"Esta acción no está permitida", "Por seguridad"}},
		{"a body beyond reading", b.Do(big), 413, []string{"El archivo es demasiado grande", "Divídalo"}},
		{"a body beyond reading, wrapped", b.Get("/prueba/grande"), 413, []string{"El archivo es demasiado grande"}},
		{"a refusal of a rule", b.Get("/prueba/cerrado"), 409, []string{mesa.TextPlazoVencido}},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantPage(t, c.page, c.status, c.texts...)
			for _, english := range []string{"requested resource", "not allowed to perform", "Too Large", "Not Found", "Forbidden"} {
				if c.page.Has(english) {
					t.Errorf("it says %q", english)
				}
			}
		})
	}
}

var reference = regexp.MustCompile(`\b[A-Z0-9]{8}\b`)

func TestAFaultOfOursHasAReferenceThatIsInTheLogAndNothingElse(t *testing.T) {
	t.Parallel()
	o, b := site(t)
	o.Settings().Logs.MaxDays = 1
	for _, path := range []string{"/prueba/falla", "/prueba/panico", "/prueba/503", "/prueba/sin-fila"} {
		t.Run(path, func(t *testing.T) {
			p := b.Get(path)
			wantPage(t, p, 500, "Tuvimos un problema", "indique la referencia")
			for _, inside := range []string{secretCause, "PANIC", "goroutine", "sql:"} {
				if p.Has(inside) {
					t.Errorf("it shows %q", inside)
				}
			}
			_, after, _ := strings.Cut(p.Body, "Tuvimos un problema</h1>")
			found := false
			for _, ref := range reference.FindAllString(after, -1) {
				found = found || logged(t, o, ref, path)
			}
			if !found {
				t.Errorf("no reference of the page is in the log: %s", after)
			}
		})
	}
}

// logged tells whether the log has the reference with the request's path and a cause.
func logged(t *testing.T, o *hookstest.Office, ref, path string) bool {
	t.Helper()
	for _, row := range hookstest.Logged(t, o.App) {
		if fmt.Sprint(row.Data["reference"]) == ref {
			return row.Data["path"] == path && row.Data["error"] != nil && row.Level == 8
		}
	}
	return false
}

func TestTheAPIKeepsItsOwnErrors(t *testing.T) {
	t.Parallel()
	o, b := site(t)
	token := uitest.Superuser(t, o)
	p := b.Do(b.Request(http.MethodGet, "/api/prueba/falla", "", "Authorization", token))
	if p.Status != 409 || !strings.HasPrefix(p.Header.Get("Content-Type"), "application/json") || !p.Has(mesa.TextPlazoVencido) {
		t.Errorf("%d %s %s", p.Status, p.Header.Get("Content-Type"), p.Body)
	}
}

func TestEveryPageCarriesThePolicy(t *testing.T) {
	t.Parallel()
	_, b := site(t)
	for _, path := range []string{
		"/", "/terminos", "/privacidad", "/accesibilidad", "/manual", "/preguntas-frecuentes", "/seguimiento", "/seguimiento/olvide", "/subsanar",
	} {
		p := b.Get(path)
		if p.Status != 200 {
			t.Errorf("%s: %d", path, p.Status)
		}
		wantPolicy(t, p)
		for _, inline := range []string{" onclick=", " onload=", " style=", "<style", "javascript:"} {
			if strings.Contains(p.Body, inline) {
				t.Errorf("%s has %q, which the policy blocks", path, inline)
			}
		}
	}
	p := b.Get("/")
	css := regexp.MustCompile(`/static/mesa\.[0-9a-f]{12}\.css`).FindString(p.Body)
	if css == "" {
		t.Fatal("the home page has no style sheet")
	}
	sheet := b.Get(css)
	if sheet.Status != 200 || !strings.Contains(sheet.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %d %v", css, sheet.Status, sheet.Header)
	}
	wantPolicy(t, sheet)
	wantPolicy(t, b.Post("/solicitud", "persona", "natural", "acepto", "1")) // a redirect
}

func TestAFormOfThisSiteOrItsPublicAddressIsTaken(t *testing.T) {
	t.Parallel()
	o, b := site(t)
	o.Settings().Meta.AppURL = "https://mesa.ejemplo.pe"
	for _, c := range []struct {
		name   string
		header []string
		want   int
	}{
		{"an old browser", nil, 303},
		{"the same origin", []string{"Sec-Fetch-Site", "same-origin"}, 303},
		{"the public address through a proxy", []string{"Origin", "https://mesa.ejemplo.pe", "Sec-Fetch-Site", "cross-site"}, 303},
		{"another site", []string{"Origin", "https://otro.ejemplo.pe", "Sec-Fetch-Site", "cross-site"}, 403},
		{"another site, no metadata", []string{"Origin", "https://otro.ejemplo.pe"}, 403},
		{"a sister site", []string{"Origin", "https://mesa.ejemplo.pe.otro.pe", "Sec-Fetch-Site", "same-site"}, 403},
	} {
		header := append(c.header, "Content-Type", "application/x-www-form-urlencoded")
		req := b.Request(http.MethodPost, "/solicitud", "persona=natural&acepto=1", header...)
		if p := b.Do(req); p.Status != c.want {
			t.Errorf("%s: %d", c.name, p.Status)
		}
	}
}
