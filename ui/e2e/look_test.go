package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Every screen and state that a browser test comes to is looked at: whoever
// needs it large, narrow, dark or read aloud must be able to use it.

// widths are a small phone (and 400 % zoom of a 1280 px window, WCAG 1.4.10), a
// phone, a tablet and a computer.
var widths = []int64{320, 390, 768, 1280}

// look audits what the page shows now and, when MESA_FOTOS names a folder,
// keeps pictures of it there.
func (p *page) look(name string) {
	p.t.Helper()
	if p.inFrame { // the same screens are looked at outside
		p.keep("panel-" + name)
		return
	}
	state := name
	if p.phone {
		name += "-celular"
	}
	at, err := ask[float64](p, "scrollY")
	if err != nil {
		p.t.Fatal(err)
	}
	folder := os.Getenv("MESA_FOTOS")
	for _, width := range widths {
		p.do(chromedp.EmulateViewport(width, 800))
		p.fits(name, width)
		if folder != "" {
			p.photograph(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width)))
		}
	}
	p.do(chromedp.EmulateViewport(320, 800))
	p.spaced(true)
	p.fits(name+" with wide spacing", 320)
	p.spaced(false)
	for _, width := range []int64{390, 1280} {
		p.enlarged(name, width, folder)
	}
	p.do(chromedp.EmulateViewport(1280, 800))
	p.audit(name + ", 1280 px")
	p.do(chromedp.EmulateViewport(320, 256))
	p.audit(name + ", 320 px")
	p.dark(true)
	p.audit(name + ", dark")
	if folder != "" {
		p.do(chromedp.EmulateViewport(390, 800))
		p.photograph(filepath.Join(folder, name+"-390-oscuro.png"))
	}
	p.dark(false)
	p.window()
	if _, err := ask[bool](p, fmt.Sprintf("(scrollTo({top: %f, behavior: 'instant'}), true)", at)); err != nil {
		p.t.Fatal(err)
	}
	if folder != "" {
		p.photograph(filepath.Join(folder, name+"-pantalla.png"))
	}
	p.illustrate(state)
}

// fits checks that nothing has to be scrolled sideways or lies outside.
func (p *page) fits(name string, width int64) {
	p.t.Helper()
	if p.becomes(2*time.Second, "document.documentElement.scrollWidth <= innerWidth") {
		return
	}
	wide, _ := ask[string](p, `[...document.querySelectorAll("body *")]
		.filter((el) => el.checkVisibility() && el.getBoundingClientRect().right > innerWidth)
		.map((el) => el.outerHTML.slice(0, 120)).slice(0, 5).join("\n")`)
	p.t.Errorf("%s is wider than %d px:\n%s", name, width, wide)
}

// spaced shows the page as who needs room between letters and lines does (WCAG 1.4.12).
func (p *page) spaced(on bool) {
	p.t.Helper()
	style := ""
	if on {
		style = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
			" p { margin-bottom: 2em !important }"
	}
	p.sheet(style, `""`)
}

// enlarged shows the page to who reads letters of twice the size (WCAG 1.4.4): nothing is
// wider than the window, and no letter is cut off.
func (p *page) enlarged(name string, width int64, folder string) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, 800))
	p.sheet("html { font-size: calc(2 * %s) !important }", "getComputedStyle(document.documentElement).fontSize")
	p.fits(name+" with letters at 200 %", width)
	if cut, err := ask[string](p, cutOff); err != nil || cut != "" {
		p.t.Errorf("%s, %d px: at 200 %% letters are cut off (%v):\n%s", name, width, err, cut)
	}
	if folder != "" {
		p.photograph(filepath.Join(folder, fmt.Sprintf("%s-%d-letras.png", name, width)))
	}
	p.sheet("", `""`)
}

// cutOff lists texts that reach out of the window or out of a box that hides what is too
// large for it. What only machines read is hidden on purpose, a box may scroll, and a row of
// the inbox shows by its dots that the whole text stands behind it.
const cutOff = `(() => {
	const lines = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const node = walk.currentNode, el = node.parentElement;
		if (!node.data.trim() || !el.checkVisibility({ visibilityProperty: true })) continue;
		if (el.closest("select, textarea, dialog:not([open])")) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const { left, right, top, bottom } = range.getBoundingClientRect();
		if (right - left < 2) continue;
		let box = { left: 0, right: innerWidth, top: -1e6, bottom: 1e6 }, hidden = false;
		for (let up = el; up && up !== document.body; up = up.parentElement) {
			const style = getComputedStyle(up), edge = up.getBoundingClientRect();
			if (edge.width <= 2 || edge.height <= 2 || style.clipPath !== "none") { hidden = true; break; }
			const rolls = /auto|scroll/.test(style.overflowX + style.overflowY);
			if (rolls || style.textOverflow === "ellipsis") { hidden = true; break; }
			if (style.overflowX !== "visible") box = { ...box, left: Math.max(box.left, edge.left), right: Math.min(box.right, edge.right) };
			if (style.overflowY !== "visible") box = { ...box, top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom) };
		}
		const out = left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
		if (!hidden && out) lines.push(node.data.trim().slice(0, 60));
	}
	return lines.slice(0, 5).join("\n");
})()`

// sheet puts a style on the page, beside its own; %s in it is what an expression gives.
func (p *page) sheet(style, expression string) {
	p.t.Helper()
	_, err := ask[bool](p, `((style, value) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(style.replace("VALUE", value));
		document.adoptedStyleSheets = [sheet];
		return true;
	})(%q, `+expression+`)`, strings.Replace(style, "%s", "VALUE", 1))
	if err != nil {
		p.t.Fatal(err)
	}
}

// window is the size of the device that the test is about.
func (p *page) window() {
	p.t.Helper()
	if p.phone {
		p.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait))
	} else {
		p.do(chromedp.EmulateViewport(1280, 900))
	}
}

// dark shows the page as a device with a dark theme does, without transitions.
func (p *page) dark(on bool) {
	p.t.Helper()
	params := emulation.SetEmulatedMediaParams{}
	if on {
		params.Features = []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, params); err != nil {
		p.t.Fatal(err)
	}
}

// axe is the source of axe-core, from npm by the lock file in ui/.
var axe = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join(hookstest.Root(), "ui/node_modules/axe-core/axe.min.js"))
	return string(source), err
})

// violation is a rule of axe that the page breaks, and where.
type violation struct {
	ID, Help string
	Nodes    []struct{ HTML, FailureSummary string }
}

// audit runs every rule of axe-core on the page: WCAG 2.0 to 2.2, A and AA, and
// good practice. The open dialog hides what is behind it, as it does for people.
func (p *page) audit(name string) {
	p.t.Helper()
	var violations []violation
	if err := json.Unmarshal([]byte(p.violations(name)), &violations); err != nil {
		p.t.Fatal(err)
	}
	for _, v := range violations {
		for _, node := range v.Nodes {
			p.t.Errorf("%s: %s (%s)\n%s\n%s", name, v.ID, v.Help, node.HTML, node.FailureSummary)
		}
	}
}

// violations is what axe finds, as JSON; nothing where axe is not installed.
func (p *page) violations(name string) (found string) {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		if os.Getenv("MESA_BROWSER") == "required" {
			p.t.Fatalf("axe-core is not here: run `npm ci` in ui/ (%v)", err)
		}
		p.t.Log("NOTE: no axe-core here, so the screens are not audited: run `npm ci` in ui/")
		return "[]"
	}
	p.scriptless(func() {
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		defer cancel()
		found, err = chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => {
			if (!window.axe) { `+source+`; }
			await document.fonts.ready;
			const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
			const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
			return JSON.stringify(violations);
		})()`, chromedp.EvalAwaitPromise))
		if err != nil {
			p.t.Fatalf("axe on %s: %v", name, err)
		}
	})
	return found
}

// scriptless lets axe run in a page whose own scripts are switched off.
func (p *page) scriptless(run func()) {
	if !p.noScripts {
		run()
		return
	}
	p.scripts(true)
	run()
	p.scripts(false)
}

// photograph keeps the whole page as a picture.
func (p *page) photograph(file string) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	p.scriptless(p.settle)
	whole := !strings.HasSuffix(file, "-pantalla.png")
	picture := p.capture(cdppage.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// settle waits until the page is painted in its size and colours.
func (p *page) settle() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(async () => {
		await Promise.allSettled(document.getAnimations().map((a) => a.effect.getTiming().iterations === Infinity || a.finished));
		for (let i = 0; i < 3; i++) await new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 200); });
		return true;
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) capture(params cdppage.CaptureScreenshotParams) []byte {
	p.t.Helper()
	shot, err := chromedp.Call(p.ctx, cdppage.CaptureScreenshot, params)
	if err != nil {
		p.t.Fatal(err)
	}
	return shot.Data
}

func TestTheAuditSeesABarrier(t *testing.T) {
	t.Parallel()
	if _, err := axe(); err != nil && os.Getenv("MESA_BROWSER") != "required" {
		t.Skip("axe-core is not here: run `npm ci` in ui/")
	}
	p := openBrowser(t, false)
	p.open("/")
	if found := p.violations("the home"); found != "[]" {
		t.Fatalf("the home has barriers: %s", found)
	}
	p.wait("a picture without words", "!!document.querySelector('main').appendChild(new Image())")
	if found := p.violations("the home"); !strings.Contains(found, "image-alt") {
		t.Errorf("axe does not see a picture without words: %s", found)
	}
}

func TestEveryComponentInABrowser(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	p.open("/_componentes")
	p.look("50-componentes")
}
