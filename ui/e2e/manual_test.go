package e2e

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"mesadepartes/hooks/hookstest"

	cdppage "github.com/chromedp/cdproto/page"
)

// The manual shows the real screens: these pictures are taken by the phone's
// browser test, with MESA_MANUAL set (`make manual`); those of the staff's guide by the
// tests of the inbox. Without it the tests check that the screens still say what they said
// when the pictures were taken.

const (
	pictures    = "ui/static/img" // from the module's root
	manualTexts = ".docs/manual.sum"
)

// manual names the picture of a state, and the part of the page it shows.
var manual = map[string]struct{ name, part string }{
	"01-inicio":                {"inicio", ".eleccion"},
	"03-datos":                 {"datos", "#datos"},
	"04-codigo":                {"codigo", "#datos"},
	"06-tramite-elegido":       {"tramite", "#solicitud"},
	"08-subidos":               {"documentos", "#documentos"},
	"10-constancia":            {"constancia", ".constancia"},
	"12-seguimiento-observada": {"seguimiento", ".estado, #titulo-camino, .linea-tiempo"},
	"14-subsanar-activo":       {"subsanar", "main .aviso--alerta, main h2, .observado"},
}

// guide names the pictures of the staff's guide, of a computer's screens.
var guide = map[string]struct{ name, part string }{
	"bandeja-guia-lista":    {"lista", ".bd-pestanas, .bd-filas"},
	"bandeja-guia-revision": {"revision", ".bd-barra, .bd-actos"},
	"bandeja-guia-observar": {"observar", ".bd-acto[open] .bd-formulario"},
	"bandeja-guia-puesta":   {"puesta", ".bd-marcha h1, #entidad"},
}

// illustrate takes the manual's picture of this state, or checks that the one
// it has is current.
func (p *page) illustrate(state string) {
	p.t.Helper()
	folder := "manual"
	picture, ok := manual[state]
	if !p.phone {
		folder = "guia"
		picture, ok = guide[state]
	}
	if !ok || p.noScripts {
		return
	}
	p.pictured++
	name := folder + "/" + picture.name
	said := p.says(picture.part)
	sums := readSums()
	if os.Getenv("MESA_MANUAL") == "" {
		if sums[name] != said {
			p.t.Errorf("the screen %s changed since its picture: run `make manual`", name)
		}
		return
	}
	sums[name] = said
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintln(&lines, name, sums[name])
	}
	file := filepath.Join(pictures, name+".webp")
	for name, data := range map[string][]byte{file: p.cut(picture.part), manualTexts: []byte(lines.String())} {
		if err := os.WriteFile(filepath.Join(hookstest.Root(), name), data, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
}

var changing = regexp.MustCompile(`[0-9a-f]{16}…|\d|\s+`)

// says is a sum of the words in a part of the page, without what each run changes.
func (p *page) says(part string) string {
	p.t.Helper()
	text, err := ask[string](p, "[...document.querySelectorAll(%q)].map((el) => el.innerText).join(' ')", part)
	if err != nil || text == "" {
		p.t.Fatalf("no %s in the page (%v)", part, err)
	}
	sum := sha256.Sum256([]byte(changing.ReplaceAllString(text, "")))
	return fmt.Sprintf("%x", sum[:8])
}

// cut is a WebP of a part of the page, one and a half pixels to each of the page's.
func (p *page) cut(part string) []byte {
	p.t.Helper()
	p.scriptless(p.settle)
	found, err := ask[string](p, `(() => {
		const boxes = [...document.querySelectorAll(%q)].map((el) => el.getBoundingClientRect());
		const top = Math.min(...boxes.map((b) => b.top)) + scrollY - 10;
		const bottom = Math.max(...boxes.map((b) => b.bottom)) + scrollY + 10;
		return JSON.stringify({ x: 0, y: top, width: innerWidth, height: bottom - top, scale: 1.5 });
	})()`, part)
	var clip cdppage.Viewport
	if err == nil {
		err = json.Unmarshal([]byte(found), &clip)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	beyond, quality := p.phone, int64(50) // of a computer the window, with its fixed bar
	return p.capture(cdppage.CaptureScreenshotParams{
		Format: cdppage.CaptureScreenshotFormatWebp, Quality: &quality, Clip: &clip, CaptureBeyondViewport: &beyond,
	})
}

// readSums reads what the pictures' screens said; no file is no picture.
func readSums() map[string]string {
	sums := map[string]string{}
	data, _ := os.ReadFile(filepath.Join(hookstest.Root(), manualTexts))
	for line := range strings.Lines(string(data)) {
		if name, sum, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			sums[name] = sum
		}
	}
	return sums
}
