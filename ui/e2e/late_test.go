package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// On a slow line people go on while an answer is on its way. What they change
// meanwhile is newer than the answer, and stays.

func TestNoChoiceIsLostOnASlowLine(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	p.slow(400_000/8, 400)
	p.openForm()
	p.fillPerson(ana)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(ana))
	p.office.signIn()

	// A script chooses in the very instant that the list appears, before anybody could.
	p.wait("a choice is prepared", `new MutationObserver((_, observer) => {
		const list = document.getElementById("tramite");
		if (!list) return;
		observer.disconnect();
		list.selectedIndex = [...list.options].findIndex(({ text }) => text === %q);
		list.dispatchEvent(new Event("change", { bubbles: true }));
	}).observe(document.body, { childList: true, subtree: true }) ?? true`, procedure)
	p.press("Validar")
	p.see("Datos de la solicitud de trámite", "Plazo de respuesta: 7 días hábiles")
	p.keeps(procedure)

	// Going through the list, only the last choice counts, however many answers are on their way.
	p.wait("focus on the list", "(document.getElementById('tramite').focus(), true)")
	p.keys(strings.Repeat(kb.ArrowDown, 5))
	p.see("Plazo de respuesta: 30 días hábiles")
	p.keeps("SOLICITUD DE REBAJA DE ÓRDENES")
}

// A choice is saved as soon as it is made. However long that takes, neither the
// next choice nor the button may overtake it, or it would be stored last.
func TestALateSaveUndoesNoLaterChoice(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	p.openForm()
	p.fillPerson(ana)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(ana))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
	p.fill("asunto", subject)
	p.office.signIn()

	letGo := p.holdBack("*/guardar")
	p.wait("saves are noted", `document.addEventListener("htmx:config:request", ({ target, detail }) => {
		if (target.dataset.guarda) window.saved = detail.ctx.request.body.get("tramite");
	}) ?? true`)
	for _, choice := range []string{"OTRO", procedure} {
		p.choose("tramite", choice)
		p.wait(choice+" is to be saved", "window.saved === document.getElementById('tramite').value")
	}
	p.see("Plazo de respuesta: 7 días hábiles")
	p.press("Continuar")
	// A slow page is still being shown for the first time.
	p.wait("the page is shown", "dispatchEvent(new PageTransitionEvent('pageshow'))")
	p.wait("the form takes no changes on its way", "!!document.querySelector('[aria-busy] [inert] #tramite')")
	if p.becomes(time.Second, "!!document.getElementById('documentos')") {
		t.Error("the button overtook the save of an earlier choice")
	}
	letGo()
	p.see("El documento principal es obligatorio.", procedure)
	p.keeps(procedure)
	p.attach("#archivo-principal", aPDF(t, "solicitud.pdf", 2, 0))
	p.see("Revise y envíe")
	p.press("ENVIAR")
	p.seeNumber()
	p.office.find("solicitudes", "tramite.nombre = '"+procedure+"'")
}

// The answer of a register fills in what was not typed while it was awaited.
func TestALateAnswerKeepsWhatWasTypedSince(t *testing.T) {
	t.Parallel()
	o := openOfficeAt(t, t.TempDir(), openingTime, withPIDE(hookstest.NewPIDE(t))...)
	p := openBrowserAt(t, o, true)
	p.openForm()
	p.choose("tipo_documento", "DNI")
	p.fill("numero_documento", "11111111")
	letGo := p.holdBack("*/persona")
	p.press("Buscar mis nombres")
	p.wait("the names are busy", "document.getElementById('persona-nombres').ariaBusy === 'true'")
	p.fill("nombres", "ANITA")
	letGo()
	p.see("Datos según RENIEC")
	p.holds("nombres", "ANITA")
	p.holds("apellidos", "NÚÑEZ ÁVILA")
	o.signIn()
	o.until("the server has what was typed", func() bool { return o.has("borradores", "nombres = 'ANITA'") })
}

// openForm begins a filing and stops at the personal data.
func (p *page) openForm() {
	p.t.Helper()
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
}

// keeps checks that the draft on the server has a procedure.
func (p *page) keeps(tramite string) {
	p.t.Helper()
	p.office.until("the draft has "+tramite, func() bool {
		return p.office.has("borradores", fmt.Sprintf("tramite.nombre = '%s'", tramite))
	})
}

// holdBack keeps the requests to some addresses from leaving until they are let go.
func (p *page) holdBack(pattern string) (letGo func()) {
	p.t.Helper()
	params := fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}}
	if _, err := chromedp.Call(p.ctx, fetch.Enable, params); err != nil {
		p.t.Fatal(err)
	}
	return func() {
		p.t.Helper()
		if _, err := chromedp.Call(p.ctx, fetch.Disable, cdp.Empty{}); err != nil {
			p.t.Fatal(err)
		}
	}
}
