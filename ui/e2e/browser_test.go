package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// page is a tab of a real Chromium and the citizen in front of it. Its verbs
// wait for what they need, at most `patience`, and fail the test otherwise.
type page struct {
	t      *testing.T
	ctx    context.Context
	office *office
	phone  bool

	noScripts bool
	inFrame   bool // the person is in the inbox inside the dashboard: scripts and clicks go there
	pressed   int  // keys so far
	pictured  int  // states of the manual that the test came through

	mu       sync.Mutex
	console  []string // errors and warnings the browser reported
	expected []string // parts of such reports that belong to the test
}

// openBrowser is a browser, on a computer or a phone, in front of a new office.
func openBrowser(t *testing.T, phone bool) *page {
	t.Helper()
	chromium(t) // no office when there is no browser
	return openBrowserAt(t, openOffice(t), phone)
}

// openBrowserAt starts Chromium with an empty profile in front of an office.
func openBrowserAt(t *testing.T, o *office, phone bool) *page {
	t.Helper()
	return startBrowser(t, o, phone, chromium(t))
}

// startBrowser starts the Chromium of a path.
func startBrowser(t *testing.T, o *office, phone bool, path string, more ...chromedp.ExecAllocatorOption) *page {
	t.Helper()
	// The defaults bring headless, no first run, no background network and no sync.
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "es-PE"))
	options = append(options, more...)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); closeTab(); stop() })

	p := &page{t: t, ctx: ctx, office: o, phone: phone}
	if err := chromedp.Do(ctx); err != nil { // without a time-out: it starts the browser
		t.Fatalf("Chromium does not start: %v", err)
	}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	p.window()
	t.Cleanup(p.checkConsole)
	return p
}

// chromium finds the browser, or skips the test; with MESA_BROWSER=required it fails it.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("MESA_BROWSER") == "required" {
		t.Fatal("no Chromium in PATH, and MESA_BROWSER=required")
	}
	t.Skip("no Chromium in PATH: install it to run the browser tests (on Debian or Ubuntu: apt-get install chromium)")
	return ""
}

// hear keeps every error of scripts, requests and the content security policy.
func (p *page) hear(event any) {
	var report string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		report = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			report += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
			return
		}
		report = "console: "
		for _, arg := range e.Args {
			report += string(arg.Value) + arg.Description + " "
		}
	case *log.EventEntryAdded:
		if e.Entry.Level != log.EntryLevelError && e.Entry.Level != log.EntryLevelWarning {
			return
		}
		report = fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.console = append(p.console, report)
}

// expects names reports that the test provokes on purpose, such as a 422.
func (p *page) expects(part string) { p.expected = append(p.expected, part) }

func (p *page) checkConsole() {
	p.mu.Lock()
	defer p.mu.Unlock()
next:
	for _, report := range p.console {
		for _, part := range p.expected {
			if strings.Contains(report, part) {
				continue next
			}
		}
		p.t.Errorf("the browser reported %s", report)
	}
}

// withoutScripts is a browser that runs no JavaScript of the page.
func (p *page) withoutScripts() {
	p.t.Helper()
	p.noScripts = true
	p.scripts(false)
}

func (p *page) scripts(on bool) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// ask evaluates an expression in the page; %q in it become JavaScript strings.
// While the page changes there may be no answer.
func ask[T any](p *page, js string, texts ...string) (T, error) {
	quoted := make([]any, len(texts))
	for i, text := range texts {
		b, _ := json.Marshal(text) // a string always has a JSON form
		quoted[i] = string(b)
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	js = fmt.Sprintf(strings.ReplaceAll(js, "%q", "%s"), quoted...)
	if p.inFrame {
		js = "((document, location) => (" + js + "))(" + framed + ", " + framed + "?.location)"
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](js))
}

// wait looks at the page until the expression is true.
func (p *page) wait(what, js string, texts ...string) {
	p.t.Helper()
	if p.becomes(patience, js, texts...) {
		return
	}
	url, _ := ask[string](p, "location.href")
	p.t.Fatalf("waited %s in vain: %s, at %s, which shows:\n%s", patience, what, url, p.text())
}

// becomes looks every few milliseconds whether the expression is true.
func (p *page) becomes(limit time.Duration, js string, texts ...string) bool {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); <-tick.C {
		if yes, err := ask[bool](p, js, texts...); err == nil && yes {
			return true
		}
	}
	return false
}

func (p *page) open(path string) { p.t.Helper(); p.do(chromedp.Navigate(p.office.url + path)) }

// text is what the page shows.
func (p *page) text() string {
	text, _ := ask[string](p, "document.querySelector('main').innerText")
	return text
}

// see waits until the page shows all these texts at once.
func (p *page) see(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		p.wait("see "+text, "document.body.innerText.replace(/\\s+/g, ' ').includes(%q)", text)
	}
}

func (p *page) seeNot(text string) {
	p.t.Helper()
	p.wait("no longer see "+text, "!document.body.innerText.replace(/\\s+/g, ' ').includes(%q)", text)
}

// focused waits until the focus is on the element of that id.
func (p *page) focused(id string) {
	p.t.Helper()
	p.wait("focus on "+id, "document.activeElement?.id === %q", id)
}

// onScreen checks that an element stands in the window without scrolling.
func (p *page) onScreen(id string) {
	p.t.Helper()
	if !p.becomes(2*time.Second, `(() => {
		const { top, bottom } = document.getElementById(%q).getBoundingClientRect();
		return top >= 0 && bottom <= innerHeight;
	})()`, id) {
		p.t.Errorf("%s is off the screen: the person would have to look for it", id)
	}
}

// holds checks what a field has.
func (p *page) holds(id, value string) {
	p.t.Helper()
	p.wait(id+" holds "+value, "document.getElementById(%q)?.value === %q", id, value)
}

// reach scrolls to the first visible of some elements and says where to click
// it; nothing may lie over it.
const reach = `(() => {
	for (const el of %s) {
		if (!(el?.checkVisibility?.() ?? el?.getClientRects().length) || el.matches(":disabled, [aria-disabled=true]")) continue;
		el.scrollIntoView({ block: "center", behavior: "instant" });
		const { x, y, width, height } = el.getClientRects()[0];
		const at = [x + width / 2, y + height / 2];
		const top = document.elementFromPoint(...at);
		if (el.contains(top)) return at;
	}
	return [];
})()`

// point clicks, or taps on a phone, as soon as it can be done.
func (p *page) point(what, elements string, texts ...string) {
	p.t.Helper()
	p.touch(p.place(what, elements, texts...))
}

// place is where to click an element, as soon as it can be done.
func (p *page) place(what, elements string, texts ...string) []float64 {
	p.t.Helper()
	js := strings.Replace(reach, "%s", elements, 1)
	p.wait(what, js+".length === 2", texts...)
	at, err := ask[[]float64](p, js, texts...)
	if err != nil || len(at) != 2 {
		p.t.Fatalf("%s: it went away (%v)", what, err)
	}
	if p.inFrame {
		frame, err := ask[[]float64](p, "(({ x, y }) => [x, y])(document.defaultView.frameElement.getBoundingClientRect())")
		if err != nil {
			p.t.Fatal(err)
		}
		at[0], at[1] = at[0]+frame[0], at[1]+frame[1]
	}
	return at
}

// touch clicks a place of the window, or taps it on a phone.
func (p *page) touch(at []float64) {
	p.t.Helper()
	if p.phone {
		p.do(chromedp.TapXY(at[0], at[1]))
	} else {
		p.do(chromedp.MouseClickXY(at[0], at[1]))
	}
}

// press clicks the button, link, label or menu with this text.
func (p *page) press(text string) {
	p.t.Helper()
	p.point("press "+text, `[...document.querySelectorAll("a, button, label, summary")]
		.filter((el) => el.textContent.replace(/\s+/g, " ").includes(%q))`, text)
}

// fill clicks into a field and types, over what was there.
func (p *page) fill(id, text string) {
	p.t.Helper()
	p.point("click into "+id, "[document.getElementById(%q)]", id)
	p.focused(id)
	if _, err := ask[bool](p, "document.activeElement.select() ?? true"); err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.KeyEvent(text))
	p.holds(id, text)
}

// choose picks an option with the keyboard: typing its text selects it.
func (p *page) choose(id, option string) {
	p.t.Helper()
	const chosen = "document.getElementById(%q).selectedOptions[0].text === %q"
	// On a slow machine the letters come too far apart to be one word.
	for range 4 {
		p.wait("focus "+id, "(document.getElementById(%q).focus(), document.activeElement.id === %q)", id, id)
		p.do(chromedp.KeyEvent(option))
		if p.becomes(2*time.Second, chosen, id, option) {
			return
		}
	}
	p.wait("choose "+option, chosen, id, option)
}

// attach gives a file to a file field. With scripts it is uploaded at once.
func (p *page) attach(field, file string) {
	p.t.Helper()
	if p.inFrame {
		p.do(chromedp.SetUploadFiles(chromedp.JSPath(framed+".querySelector('"+field+"')"), []string{file}))
		return
	}
	p.do(chromedp.SetUploadFiles(chromedp.CSS(field), []string{file}))
}

// fillCaptcha types the digits that the server printed for the picture shown.
func (p *page) fillCaptcha() {
	p.t.Helper()
	p.fill("captcha", p.office.captcha(p.captchaID()))
}

func (p *page) captchaID() string {
	p.t.Helper()
	p.wait("a captcha", "!!document.querySelector('[name=captcha_id]')?.value && document.querySelector('.captcha__imagen').naturalWidth > 0")
	id, err := ask[string](p, "document.querySelector('[name=captcha_id]').value")
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

// search fills one of the two search forms in and sends it.
func (p *page) search(numero, documento string) {
	p.t.Helper()
	p.fill("numero", numero)
	p.fill("numero_documento", documento)
	p.fillCaptcha()
	p.press("BUSCAR")
}
