package e2e

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

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

// send presses Ctrl and Enter.
func (p *page) send() {
	p.t.Helper()
	p.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// A good filing goes from the inbox to its area with three keys, and the next one opens.
func TestThreeFilingsAreRoutedFromTheKeyboard(t *testing.T) {
	t.Parallel()
	p, o := openInbox(t, 3, false)
	p.look("bandeja-lista")
	p.keys("\r")
	p.see("Recorrido")
	p.look("bandeja-revision")
	for _, next := range []string{"2-2026", "3-2026", ""} {
		p.wait("the keys are heard", "document.querySelector('.bd-actual') !== null")
		p.keys("r")
		p.focusedIn("registrar")
		p.send()
		if next != "" {
			p.wait("the next filing opens", "document.querySelector('h1').innerText.startsWith(%q)", next)
		}
	}
	p.see("Solicitud 3-2026: registrada.")
	for _, numero := range []string{"1-2026", "2-2026", "3-2026"} {
		s, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", numero)
		if err != nil || s.GetString("estado") != string(mesa.Derivada) {
			t.Errorf("%s: %v %v", numero, s, err)
		}
	}
	p.see("No hay solicitudes nuevas.")
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
	p.keys(kb.Tab + "Falta la firma en la última página.")
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
