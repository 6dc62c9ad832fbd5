package e2e

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// framed is the document of the inbox inside the dashboard.
const framed = `document.querySelector("iframe[title=Bandeja]")?.contentDocument`

// inside waits until the frame shows a text.
func (p *page) inside(text string) {
	p.t.Helper()
	p.wait("the frame shows "+text, framed+`?.body?.innerText.includes(%q)`, text)
}

// enterPanel signs in to the dashboard.
func (p *page) enterPanel() {
	p.t.Helper()
	p.open("/_/")
	p.fill("login_identity", adminMail)
	p.fill("login_pass", adminKey)
	p.press("Login")
}

// The same inbox is a superuser's first page of the dashboard, and works there.
func TestTheInboxIsTheFirstPageOfTheDashboard(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := openPanel(t)
	p := openBrowserAt(t, &office{t: t, url: o.url}, false)
	p.enterPanel()
	p.inside("Por revisar")
	p.inside("1-2026")
	p.keep("panel-bandeja")
	p.execute(framed + `.querySelector(".bd-fila__enlace").click()`)
	p.inside("Recorrido")
	p.keep("panel-revision")
	p.wait("the keys are heard there", framed+`.querySelector(".bd-actual") !== null`)
	p.execute(framed + `.querySelector("[data-acto=registrar] form").requestSubmit()`)
	p.inside("Solicitud 1-2026: registrada EXP-")
	p.wait("the address is the dashboard's", `location.hash === "#/bandeja"`)
	s, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "1-2026")
	if err != nil || s.GetString("estado") != string(mesa.Derivada) {
		t.Errorf("%v %v", s, err)
	}
}

// A day's work goes inside the dashboard as it goes outside, and the citizen hears of it alike.
func TestADaysWorkIsDoneInsideTheDashboard(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := &panel{Office: hookstest.New(t, openingTime)}
	for range 3 {
		threeDocuments(t, o.Office)
	}
	o.Filed(t, nil)
	o.serve(t)
	citizen := follower{uitest.NewBrowser(t, &httptest.Server{URL: o.url}), t, o.Office}
	p := openBrowserAt(t, &office{t: t, url: o.url}, false)
	p.enterPanel()
	p.inside("Por revisar")

	p.inFrame = true
	p.routesByKeys(o.Office, "1-2026", "2-2026", "3-2026")
	for _, numero := range []string{"1-2026", "2-2026", "3-2026"} {
		citizen.reads(numero, mesa.Derivada, "En atención", mesa.CorreoRecepcion)
	}
	p.wait("the last one opens", "document.querySelector('h1').innerText.startsWith('4-2026')")
	p.observesShown("4-2026", "Falta la firma en la última página.")
	citizen.reads("4-2026", mesa.Observada, "Observada", mesa.CorreoObservacion)

	// The list stands already: a press of Bandeja would load it again, and swallow the keys.
	p.wait("the keys are heard", `location.pathname === "/bandeja" && document.readyState === "complete"`)
	p.shortcut("g")
	p.shortcut("t")
	p.press("1-2026")
	p.see("Recorrido")
	p.answers("1-2026")
	citizen.reads("1-2026", mesa.Atendida, "Atendida", mesa.CorreoRespuesta)
	p.keep("panel-atendida")
	p.inFrame = false
	p.wait("the address is the dashboard's", `location.hash === "#/bandeja"`)
}

// A form of the dashboard asks for what staff write, in Spanish, and for days of Lima.
func TestTheDashboardsFormsSpeakSpanish(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := openPanel(t)
	p := openBrowserAt(t, &office{t: t, url: o.url}, false)
	p.enterPanel()
	p.inside("Por revisar")
	p.open("/_/#/collections?collection=movimientos")
	p.see("New record")
	p.execute(`app.modals.openRecordUpsert(app.store.collections.find((c) => c.name == "movimientos"))`)
	p.see("Número de la cédula", "Etapa", "Agota la vía")
	p.seeNot("Actor")
	p.wait("a day is asked as a day", `document.querySelector("input[name=entregada_el]").type === "date"`)
	p.keep("panel-formulario")
}

// keep keeps a picture of the window where MESA_FOTOS names a folder.
func (p *page) keep(name string) {
	p.t.Helper()
	if folder := os.Getenv("MESA_FOTOS"); folder != "" {
		p.photograph(filepath.Join(folder, name+"-pantalla.png"))
	}
}

// execute runs a script of the test in the page.
func (p *page) execute(js string) {
	p.t.Helper()
	if _, err := ask[bool](p, "(() => { "+js+"; return true; })()"); err != nil {
		p.t.Fatal(err)
	}
}

// The inbox is slow to let a superuser in, who goes elsewhere meanwhile and stays there.
func TestASlowInboxDoesNotReplaceWhatWasOpenedMeanwhile(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := &panel{Office: hookstest.New(t, openingTime)}
	asked, elsewhere := make(chan bool, 1), make(chan bool)
	o.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Router.BindFunc(func(e *core.RequestEvent) error {
			if e.Request.URL.Path == "/bandeja/relevo" {
				asked <- true
				<-elsewhere
			}
			return e.Next()
		})
		return e.Next()
	})
	o.serve(t)
	p := openBrowserAt(t, &office{t: t, url: o.url}, false)
	p.enterPanel()
	<-asked
	p.point("the settings", `[document.querySelector(".app-header a[href='#/settings']")]`)
	p.see("Application name")
	close(elsewhere)
	p.wait("the hand-over is answered", `performance.getEntriesByType("resource")
		.some(e => e.name.endsWith("/bandeja/relevo") && e.responseEnd > 0)`)
	p.see("Application name")
}
