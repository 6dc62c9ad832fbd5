package e2e

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// openInbox is a browser of an account of reception in front of so many new filings.
func openInbox(t *testing.T, filings int, phone bool) (*page, *hookstest.Office) {
	t.Helper()
	chromium(t)
	o := hookstest.New(t, openingTime)
	o.Must(t, mesa.ColPersonal, map[string]any{
		"email": "mesa@ejemplo.pe", "password": adminKey, "nombre": "ANA DE PRUEBA", "rol": "mesa", "activo": true,
	})
	for range filings {
		o.Filed(t, nil)
	}
	p := openBrowserAt(t, &office{t: t, url: uitest.Serve(t, o).URL}, phone)
	p.open("/bandeja")
	p.see("Ingresar a la bandeja")
	p.look("bandeja-ingresar")
	p.fill("correo", "mesa@ejemplo.pe")
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.see("Por revisar")
	return p, o
}

// shortcut presses a letter as a keyboard does: a letter that the page takes is not typed,
// even when the focus has moved into a field meanwhile.
func (p *page) shortcut(letter string) {
	p.t.Helper()
	p.pressed++
	for _, press := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: letter, Text: letter}, {Type: input.DispatchKeyEventTypeKeyUp, Key: letter},
	} {
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, press); err != nil {
			p.t.Fatal(err)
		}
	}
}

// send presses Ctrl and Enter.
func (p *page) send() {
	p.t.Helper()
	p.pressed += 2
	p.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// Good filings go from the inbox to their areas from the keyboard, each with its documents seen.
func TestThreeFilingsAreRoutedFromTheKeyboard(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 0, false)
	for range 3 {
		threeDocuments(t, o)
	}
	p.open("/bandeja")
	p.look("bandeja-lista")
	p.routesByKeys(o, "1-2026", "2-2026", "3-2026")
	p.see("No hay solicitudes nuevas.")
}

// What htmx brings is taken under the page's content policy.
func TestTheListGoesOnBelow(t *testing.T) {
	t.Parallel()
	p, _ := openInbox(t, 27, false)
	p.press("Ver más")
	p.wait("all of them", "document.querySelectorAll('.bd-fila__enlace').length === 27")
}

// focusedIn waits until the focus is in the form of an act.
func (p *page) focusedIn(act string) {
	p.t.Helper()
	p.wait("focus in "+act, "document.activeElement.closest('.bd-formulario')?.parentElement.dataset.acto === %q", act)
}

func TestAnObservationIsReadBeforeItIsSent(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 1, true)
	p.look("bandeja-lista")
	p.open("/bandeja/1-2026")
	p.press("Observar")
	p.focusedIn("observar")
	p.keys(" ")
	p.keys("Falta la firma en la última página.")
	p.look("bandeja-observar")
	p.press("Ver el correo antes")
	p.see("Así lo recibirá el ciudadano", "Falta la firma en la última página.")
	p.look("bandeja-vista-previa")
	if s, _ := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "1-2026"); s.GetString("estado") != string(mesa.Recibida) {
		t.Fatal("a preview observed the filing")
	}
	p.point("the button", "[...document.querySelectorAll('.bd-acto[open] button:not([formaction])')]")
	p.see("Solicitud 1-2026: observada; se avisa al ciudadano.")
	doc := o.Documents(t, mustFiling(t, o, "1-2026"))[0]
	if doc.GetString("observacion") != "Falta la firma en la última página." {
		t.Errorf("observed: %q", doc.GetString("observacion"))
	}
}

func mustFiling(t *testing.T, o *hookstest.Office, numero string) string {
	t.Helper()
	s, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", numero)
	if err != nil {
		t.Fatal(err)
	}
	return s.Id
}

// Many filings are ticked and routed from the keyboard, and what came meanwhile is offered.
func TestManyFilingsAreRoutedAtOnce(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 0, false)
	for range 3 {
		o.Brought(t, mesa.Registrada)
	}
	p.open("/bandeja?tab=por-derivar")
	p.keys("x")
	p.keys("j")
	p.keys("x")
	p.see("2 marcadas:")
	p.look("bandeja-lote")
	p.press("Derivar")
	p.see("Instrucciones para el área")
	p.look("bandeja-lote-derivar")
	p.press("Derivar las marcadas")
	p.see("Derivar: 2 solicitudes, hecho.", "3-2026")
	p.point("the last box", "[document.querySelector('.bd-fila__marca')]")
	p.press("Archivar")
	p.expects("the server responded with a status of 422")
	p.press("Archivar las marcadas")
	p.see("Ninguna se hizo.", "Una marcada:")
	p.look("bandeja-lote-rechazo")
}

// The document stands beside the data, drawn by pdf.js, page by page; the space bar goes
// through it and on to the next one.
func TestTheDocumentIsReadBesideTheData(t *testing.T) {
	t.Parallel()
	p, _ := openInbox(t, 1, false)
	p.wait("the first row has the focus", `document.activeElement.matches(".bd-fila__enlace")`)
	p.keys("\r")
	p.see("Recorrido")
	p.wait("the first page is drawn", `document.querySelector(".bd-pliego canvas")?.width > 300`)
	p.see("1 de 3")
	p.look("bandeja-visor")
	p.point("turn", `[document.querySelector("[aria-label=Girar]")]`)
	p.wait("the page lies", `(({ width, height }) => width > height)(document.querySelector(".bd-pliego canvas"))`)
	for range 12 {
		p.keys(" ")
	}
	p.see("3 de 3")
}

// Two documents are observed with four keys besides what is written.
func TestTwoDocumentsAreObservedFromTheKeyboard(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 0, false)
	draft := o.Ready(t, nil)
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("anexo.pdf", hookstest.PDF(2)),
	})
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	p.open("/bandeja/1-2026")
	p.wait("the keys are heard", "document.querySelector('.bd-actual') !== null")
	p.shortcut("o")
	p.wait("the focus is in the text of what is shown", `document.activeElement.name?.startsWith("observacion_")`)
	p.keys("Falta la firma.")
	p.keys(kb.Tab)
	p.keys(" ")
	p.wait("the second one asks at once", `document.querySelectorAll("[data-observa]")[1].contains(document.activeElement)`)
	p.keys("No se lee.")
	p.send()
	p.see("Solicitud 1-2026: observada; se avisa al ciudadano.")
	var texts []string
	for _, doc := range o.Documents(t, s.Id) {
		texts = append(texts, doc.GetString("observacion"))
	}
	if slices.Sort(texts); !slices.Equal(texts, []string{"Falta la firma.", "No se lee."}) {
		t.Errorf("observed: %q", texts)
	}
}
