package e2e

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// signedIn is a browser of an account of the staff in front of a site.
func signedIn(t *testing.T, o *hookstest.Office, site *office, rol mesa.Rol, area string) *page {
	t.Helper()
	o.Must(t, mesa.ColPersonal, map[string]any{
		"email": string(rol) + "@ejemplo.pe", "password": adminKey, "nombre": "CUENTA DE " + string(rol), "rol": string(rol), "area": area,
		"activo": true,
	})
	p := openBrowserAt(t, site, false)
	p.open("/bandeja")
	p.fill("correo", string(rol)+"@ejemplo.pe")
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.see("Todas")
	return p
}

// threeDocuments files a filing with a document and two annexes.
func threeDocuments(t *testing.T, o *hookstest.Office) {
	t.Helper()
	draft := o.Ready(t, nil)
	for _, clase := range []string{"anexo1", "anexo2"} {
		o.Must(t, mesa.ColDocumentos, map[string]any{
			"borrador": draft.Id, "clase": clase, "archivo": hookstest.File(clase+".pdf", hookstest.PDF(2)),
		})
	}
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
}

// routesByKeys opens the first filing of the list and routes it and those that follow, with
// their documents seen and no click: eight keys each at most.
func (p *page) routesByKeys(o *hookstest.Office, numeros ...string) {
	p.t.Helper()
	p.wait("the first row has the focus", `document.activeElement.matches(".bd-fila__enlace")`)
	before := p.pressed
	p.keys("\r")
	for i, numero := range numeros {
		p.wait(numero+" opens", "document.querySelector('h1').innerText.startsWith(%q)", numero)
		p.wait("the keys are heard", "document.querySelector('.bd-actual') !== null")
		for _, document := range []string{"2", "3"} {
			p.shortcut(document)
			p.wait("document "+document, "document.querySelectorAll('.bd-documentos a[data-documento]')[%q - 1].matches('.bd-visto')", document)
		}
		if i == 0 {
			p.look("bandeja-revision")
		}
		p.shortcut("r")
		p.focusedIn("registrar")
		p.send()
		p.see("Solicitud " + numero + ": registrada EXP-")
		if n := p.pressed - before; n > 8 {
			p.t.Errorf("%s took %d keys", numero, n)
		}
		before = p.pressed
		if s := o.Record(p.t, mesa.ColSolicitudes, mustFiling(p.t, o, numero)); s.GetString("estado") != string(mesa.Derivada) {
			p.t.Errorf("%s is %s", numero, s.GetString("estado"))
		}
	}
}

// observesShown observes the document that is shown, from the keyboard.
func (p *page) observesShown(numero, text string) {
	p.t.Helper()
	p.wait("the keys are heard", "document.querySelector('.bd-actual') !== null")
	p.shortcut("o")
	p.wait("the focus is in the text of what is shown", `document.activeElement.name?.startsWith("observacion_")`)
	p.keys(text)
	p.send()
	p.see("Solicitud " + numero + ": observada; se avisa al ciudadano.")
}

// answers answers the filing that is open with a PDF, in three clicks and a choice.
func (p *page) answers(numero string) {
	p.t.Helper()
	p.press("Atender") // one click
	p.focusedIn("atender")
	p.keys("Se entrega la información pedida.")
	p.attach("#atender-respuesta", scan(p.t, "carta.pdf", hookstest.PDF(2))) // two: the file
	p.choose("atender-sentido", "Informativa")
	p.look("bandeja-atender")
	p.point("three: the button", "[...document.querySelectorAll('.bd-acto[open] button:not([formaction])')]")
	p.see("Solicitud " + numero + ": atendida")
}

// follower is a citizen who follows filings while staff work on them.
type follower struct {
	*uitest.Browser
	t *testing.T
	o *hookstest.Office
}

// reads checks that tracking, mail and record of a filing agree.
func (f follower) reads(numero string, estado mesa.Estado, words string, tipo mesa.TipoCorreo) {
	f.t.Helper()
	captcha := f.Get("/seguimiento").Field("captcha_id")
	found := f.Post("/seguimiento", "numero", numero, "numero_documento", "11111111",
		"captcha_id", captcha, "captcha", uitest.Captcha(f.t, f.o, captcha))
	if found.Status != 200 || !found.Has(words) {
		f.t.Errorf("tracking of a filing that is %s: %d", estado, found.Status)
	}
	id := mustFiling(f.t, f.o, numero)
	if s := f.o.Record(f.t, mesa.ColSolicitudes, id); s.GetString("estado") != string(estado) {
		f.t.Fatalf("%s is %s, want %s", numero, s.GetString("estado"), estado)
	}
	if tipo != "" {
		f.o.NoticeOf(f.t, id, string(tipo))
	}
}

// An area answers with a PDF in three clicks, jefatura reads it in the report and takes the
// workbook, and the citizen's tracking and mail agree at each step.
func TestAFilingGoesFromReceptionToItsAnswer(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	server := uitest.Serve(t, o)
	site := &office{t: t, url: server.URL}
	o.Filed(t, nil)
	area := o.Area(t).Id
	citizen := follower{uitest.NewBrowser(t, server), t, o}

	p := signedIn(t, o, site, mesa.RolMesa, "")
	p.see("1-2026")
	p.open("/bandeja/1-2026?acto=registrar")
	p.choose("registrar-derivar_a", o.Area(t).GetString("nombre"))
	p.send()
	p.see("Solicitud 1-2026: registrada EXP-")
	citizen.reads("1-2026", mesa.Derivada, "En atención", "")

	p = signedIn(t, o, site, mesa.RolArea, area)
	p.see("En mi área", "1-2026")
	p.open("/bandeja/1-2026")
	p.answers("1-2026")
	citizen.reads("1-2026", mesa.Atendida, "Atendida", mesa.CorreoRespuesta)

	p = signedIn(t, o, site, mesa.RolJefatura, "")
	p.open("/bandeja/reportes")
	p.see("Reportes")
	p.look("bandeja-reportes-jefatura")
	kind, err := ask[string](p, `(() => {
		const x = new XMLHttpRequest();
		x.open("GET", "/bandeja/reportes.xlsx", false);
		x.send();
		return x.status + " " + x.getResponseHeader("Content-Type");
	})()`)
	if err != nil || kind != "200 application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
		t.Errorf("the workbook: %s %v", kind, err)
	}
}
