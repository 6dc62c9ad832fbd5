package e2e

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// maxHome is all that a first visit to the home may bring over the wire: page,
// style, scripts, pictures and their headers, in bytes.
const maxHome = 40_000

func TestTheFirstVisitIsLight(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	w := p.weigh()
	p.open("/")
	p.wait("everything is loaded", "document.readyState === 'complete' && !!window.htmx")
	w.await(t, "/static/img/favicon.") // the browser asks for the icon after that
	first := w.total()
	t.Logf("the home weighs %d bytes in %d answers", first.bytes, len(first.answers))
	if first.bytes > maxHome {
		t.Errorf("the home weighs %d bytes, want at most %d: %v", first.bytes, maxHome, first.answers)
	}
	for _, a := range first.answers {
		u, err := url.Parse(a.url)
		if err != nil || p.office.url != u.Scheme+"://"+u.Host {
			t.Errorf("the home asks another host for %s", a.url)
		}
		if kept := strings.Contains(a.cache, "immutable"); kept == (u.Path == "/") {
			t.Errorf("%s: Cache-Control %q", u.Path, a.cache)
		}
		if a.encoding != "gzip" && a.bytes > 1100 && !strings.HasSuffix(u.Path, ".woff2") { // a font is compressed by itself
			t.Errorf("%s comes uncompressed", u.Path)
		}
	}
	blocking, err := ask[bool](p, "[...document.scripts].some((s) => s.src && !s.defer && !s.async && s.type !== 'module')")
	if err != nil || blocking {
		t.Errorf("a script holds up the page (%v)", err)
	}
	p.still("the home")

	w.forget()
	p.open("/terminos")
	p.wait("everything is loaded", "document.readyState === 'complete' && !!window.htmx")
	if second := w.total(); len(second.answers) != 1 {
		t.Errorf("a second page loads again what the browser has: %v", second.answers)
	}
}

// still checks that nothing moved by itself while the page came (layout shift).
func (p *page) still(name string) {
	p.t.Helper()
	shift, err := ask[float64](p, `(() => {
		const o = new PerformanceObserver(() => {});
		o.observe({ type: "layout-shift", buffered: true });
		return o.takeRecords().reduce((sum, e) => sum + (e.hadRecentInput ? 0 : e.value), 0);
	})()`)
	if err != nil || shift != 0 {
		p.t.Errorf("%s moves by %f while it loads (%v)", name, shift, err)
	}
}

// A whole filing over the line of a village: 400 kbit/s and 400 ms.
func TestFilingOverASlowLine(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	p.slow(400_000/8, 400)
	const juan = "juan@ejemplo.pe"
	start := time.Now()
	lap := func(what string) { t.Logf("%5.1f s: %s", time.Since(start).Seconds(), what) }

	p.open("/")
	p.see("Presente su solicitud por internet")
	p.still("the home on a slow line")
	lap("the home is there")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	lap("the form is there")
	p.fillPerson(juan)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(juan))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
	lap("the address is proved")
	p.choose("tramite", procedure)
	p.see("Plazo de respuesta") // it makes room for itself above the button
	p.fill("asunto", subject)
	p.press("Continuar")
	p.see("El documento principal es obligatorio.")
	p.attach("#archivo-principal", aPDF(t, "foto.pdf", 1, 200_000))
	p.see("Subiendo foto.pdf")
	p.seeFile("principal", "foto.pdf", "1 folio")
	lap("200 kB are up")
	p.press("ENVIAR")
	p.seeNumber()
	lap("the number is there")
}

// slow makes the browser's line so many bytes a second, with so many
// milliseconds before each answer.
func (p *page) slow(bytes, latency float64) {
	p.t.Helper()
	p.conditions(network.Conditions{Latency: latency, DownloadThroughput: bytes, UploadThroughput: bytes})
}

// conditions makes the browser's line a better or a worse one.
func (p *page) conditions(c network.Conditions) {
	p.t.Helper()
	rules := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&c}}
	_, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
	if err == nil {
		_, err = chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, rules)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// scale weighs what comes over the wire.
type scale struct {
	mu   sync.Mutex
	seen map[network.RequestID]*answer
}

type answer struct {
	url, cache, encoding string
	bytes                int
}

type load struct {
	bytes   int
	answers []answer
}

func (p *page) weigh() *scale {
	p.t.Helper()
	w := &scale{seen: map[network.RequestID]*answer{}}
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		p.t.Fatal(err)
	}
	if err := chromedp.Listen(p.ctx, w.hear); err != nil {
		p.t.Fatal(err)
	}
	return w
}

func (w *scale) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventResponseReceived:
		header := func(name string) string {
			for k, v := range e.Response.Headers {
				if strings.EqualFold(k, name) {
					s, _ := v.(string)
					return s
				}
			}
			return ""
		}
		w.seen[e.RequestID] = &answer{url: e.Response.URL, cache: header("Cache-Control"), encoding: header("Content-Encoding")}
	case *network.EventLoadingFinished:
		if a := w.seen[e.RequestID]; a != nil {
			a.bytes = int(e.EncodedDataLength)
		}
	}
}

// await waits until an answer has come whole whose address holds part.
func (w *scale) await(t *testing.T, part string) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if slices.ContainsFunc(w.total().answers, func(a answer) bool { return strings.Contains(a.url, part) }) {
			return
		}
	}
	t.Fatalf("%s never came: %v", part, w.total().answers)
}

func (w *scale) total() (l load) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.seen {
		if a.bytes > 0 { // else the browser had it
			l.bytes += a.bytes
			l.answers = append(l.answers, *a)
		}
	}
	return l
}

func (w *scale) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = map[network.RequestID]*answer{}
}
