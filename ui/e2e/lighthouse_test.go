package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestLighthouse asks Lighthouse, as on a middling phone over a slow line, what
// it thinks of the pages people come to first or wait on. It runs alone (`make lighthouse`),
// since its first figure depends on what else the machine does.
func TestLighthouse(t *testing.T) {
	tool := os.Getenv("MESA_LIGHTHOUSE")
	if tool == "" {
		t.Skip("run `make lighthouse`")
	}
	p := openBrowser(t, true)
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	form := p.path()
	p.fillPerson(ana)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(ana))
	p.press("Validar")
	p.fileRest()
	for name, path := range map[string]string{
		"home": "/", "tracking": "/seguimiento", "tracking result": form + "/seguimiento", "manual": "/manual",
	} {
		p.score(tool, name, path)
	}
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	p.score(tool, "form", p.path())
}

// path is the address of the page without the host.
func (p *page) path() string {
	p.t.Helper()
	path, err := ask[string](p, "location.pathname")
	if err != nil {
		p.t.Fatal(err)
	}
	return path
}

// score runs Lighthouse on an address with this browser's cookies.
func (p *page) score(tool, name, path string) {
	p.t.Helper()
	jar, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	var cookies []string
	for _, c := range jar.Cookies {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	headers, _ := json.Marshal(map[string]string{"Cookie": strings.Join(cookies, "; ")})
	out := filepath.Join(p.t.TempDir(), "report.json")
	cmd := exec.Command(tool, p.office.url+path, "--output=json", "--output-path="+out, "--quiet", "--extra-headers="+string(headers),
		"--only-categories=performance,accessibility,best-practices", "--chrome-path="+chromium(p.t),
		"--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"+
			" --disable-sync --no-first-run")
	if said, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("%s: %v\n%s", name, err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		p.t.Fatal(err)
	}
	var report struct {
		FinalDisplayedURL string
		Categories        map[string]struct{ Score float64 }
		Audits            map[string]struct {
			Score *float64
			Title string
		}
	}
	if err := json.Unmarshal(data, &report); err != nil {
		p.t.Fatal(err)
	}
	if !strings.HasSuffix(report.FinalDisplayedURL, path) {
		p.t.Fatalf("%s: Lighthouse ended at %s", name, report.FinalDisplayedURL)
	}
	p.t.Logf("%-16s performance %3.0f, accessibility %3.0f, best practices %3.0f", name,
		100*report.Categories["performance"].Score, 100*report.Categories["accessibility"].Score, 100*report.Categories["best-practices"].Score)
	for category, least := range map[string]float64{"performance": .95, "accessibility": 1, "best-practices": 1} {
		if report.Categories[category].Score >= least {
			continue
		}
		p.t.Errorf("%s: %s is %.2f, want %.2f", name, category, report.Categories[category].Score, least)
		for id, a := range report.Audits {
			if a.Score != nil && *a.Score < 1 {
				p.t.Logf("%s %.2f %s", id, *a.Score, a.Title)
			}
		}
	}
}
