package e2e

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/dom"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Nobody needs a mouse: this citizen only has Tab, Enter, the space bar and letters.

func TestFilingWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	o := p.office
	const rosa = "rosa@ejemplo.pe"

	// The first stop of every page skips the menus.
	p.open("/")
	p.tabTo("the skip link", "el.matches('.salto')")
	p.keys("\r")
	p.focused("contenido")
	p.tabToID("acepto")
	p.keys(" ")
	p.tabToText("Persona Natural")
	p.keys("\r")

	p.see("Generar solicitud")
	p.tabToID("tipo_documento")
	p.keys("DNI")
	p.typeInto("numero_documento", "11111111")
	p.typeInto("nombres", "ROSA")
	p.typeInto("apellidos", "PRUEBA PRUEBA")
	p.typeInto("telefono", "987654321")
	p.typeInto("domicilio", "Jr. Inventado 45, Lima")
	p.typeInto("correo", rosa)
	p.tabToID("autorizo")
	p.keys(" ")
	p.tabToText("Código de validación")
	p.keys("\r")

	// Each part that opens takes the focus, so the next Tab is the next field.
	p.see("Revise su correo")
	p.focused("codigo")
	p.keys(o.code(rosa) + "\r")
	p.see("Datos de la solicitud de trámite")
	p.focused("titulo-solicitud")
	p.tabToID("tramite")
	p.keys(procedure)
	p.typeInto("asunto", subject)
	p.tabToText("Continuar")
	p.keys("\r")

	p.see("El documento principal es obligatorio.")
	p.focused("titulo-documentos")
	p.typeInto("numero-principal", "12-2026")
	files := p.chooser()
	files.choose("archivo-principal", aPDF(t, "solicitud.pdf", 2, 0))
	p.seeFile("principal", "solicitud.pdf", "2 folios")
	files.choose("archivo-anexo1", aPDF(t, "equivocado.pdf", 1, 0))
	p.seeFile("anexo1", "equivocado.pdf", "1 folio")
	p.tabToText("Eliminar archivo: Anexo 1")
	p.keys("\r")
	p.wait("the card asks for a file again", "!!document.getElementById('archivo-anexo1')")

	p.tabToText("ENVIAR")
	p.keys("\r")
	numero := p.seeNumber()
	p.tabToText("Aceptar")
	p.keys("\r")

	// The menus open and close without a mouse.
	p.see("Presente su solicitud por internet")
	p.tabToText("Servicios")
	p.keys("\r")
	p.tabToText("Subsanar observaciones")
	p.do(chromedp.KeyEvent("\u001b"))
	p.wait("Escape closes the menu and keeps the place",
		"!document.querySelector('.menu[open]') && document.activeElement.textContent.includes('Servicios')")
	p.keys("\r")
	p.tabToText("Seguimiento de solicitud")
	p.keys("\r")
	p.see("Escriba el número de solicitud")
	p.typeInto("numero", numero)
	p.typeInto("numero_documento", "11111111")
	p.typeInto("captcha", o.captcha(p.captchaID()))
	p.keys("\r")
	p.see("Información de su solicitud N° " + numero)
}

func (p *page) keys(keys string) {
	p.t.Helper()
	p.pressed += utf8.RuneCountInString(keys)
	p.do(chromedp.KeyEvent(keys))
}

// seen tells what is wrong with the place of the focus, "" when nothing: it must
// be on the screen, marked by a thick line, and nothing may lie over it (WCAG
// 2.4.7, 2.4.11). A file field is marked by the zone around it.
const seen = `(() => {
	const el = document.activeElement;
	// The browser draws the focus inside its own player.
	if (!el || el === document.body || el.matches("audio")) return "";
	const name = el.id || el.textContent.trim().slice(0, 40);
	const { top, bottom, left, right } = el.getBoundingClientRect();
	if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return name + " is off the screen";
	const line = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
	if (![el, el.parentElement].some(line)) return name + " has the focus and does not show it";
	const box = el.getClientRects()[0];
	const over = document.elementFromPoint(
		Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1), Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1));
	return el.contains(over) || over?.contains(el) || over?.htmlFor === el.id ? "" : name + " is covered by " + over?.outerHTML.slice(0, 80);
})()`

// tabTo presses Tab until the expression on el, the element with the focus, is true.
func (p *page) tabTo(what, js string, texts ...string) {
	p.t.Helper()
	for range 80 {
		p.keys("\t")
		if fault, err := ask[string](p, seen); err != nil || fault != "" {
			p.t.Errorf("on the way to %s: %s %v", what, fault, err)
		}
		if there, err := ask[bool](p, "((el) => el !== document.body && "+js+")(document.activeElement)", texts...); err == nil && there {
			return
		}
	}
	p.t.Fatalf("80 times Tab does not reach %s; the page shows:\n%s", what, p.text())
}

func (p *page) tabToID(id string) { p.t.Helper(); p.tabTo(id, "el.id === %q", id) }

func (p *page) tabToText(text string) {
	p.t.Helper()
	p.tabTo(text, `el.matches("a, button, summary") && el.textContent.replace(/\s+/g, " ").trim().startsWith(%q)`, text)
}

func (p *page) typeInto(id, text string) {
	p.t.Helper()
	p.tabToID(id)
	p.keys(text)
	p.holds(id, text)
}

// chooser answers the file dialogs of a page, which no test can see.
type chooser struct {
	page   *page
	opened chan *cdppage.EventFileChooserOpened
}

func (p *page) chooser() *chooser {
	p.t.Helper()
	c := &chooser{p, make(chan *cdppage.EventFileChooserOpened, 1)}
	err := chromedp.Listen(p.ctx, func(event any) {
		if e, ok := event.(*cdppage.EventFileChooserOpened); ok {
			c.opened <- e
		}
	})
	if err == nil {
		_, err = chromedp.Call(p.ctx, cdppage.SetInterceptFileChooserDialog, cdppage.SetInterceptFileChooserDialogParams{Enabled: true})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// choose opens the dialog of a file field with the keyboard and gives it a file.
func (c *chooser) choose(id, file string) {
	p := c.page
	p.t.Helper()
	p.tabToID(id)
	p.keys(" ")
	select {
	case e := <-c.opened:
		_, err := chromedp.Call(p.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: e.BackendNodeID})
		if err != nil {
			p.t.Fatal(err)
		}
	case <-time.After(patience):
		p.t.Fatalf("the space bar opens no file dialog at %s", id)
	}
}
