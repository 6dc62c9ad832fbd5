package e2e

import (
	"net/http"
	"net/url"
	"testing"
)

// has tells whether a collection has a record that matches a filter.
func (o *office) has(collection, filter string) bool {
	var list struct{ TotalItems int }
	o.read(http.MethodGet, "/api/collections/"+collection+"/records?filter="+url.QueryEscape(filter), "", nil, &list)
	return list.TotalItems > 0
}

// aged puts a session's box on the page as if so many seconds were left.
func (p *page) aged(seconds string) {
	p.t.Helper()
	p.wait("the session's box", `(() => {
		const box = document.getElementById("sesion"), older = box.cloneNode(true);
		older.dataset.quedan = %q;
		box.replaceWith(older);
		return true;
	})()`, seconds)
}

func TestNothingTypedIsLostInABrowserWhenTimeRunsOut(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	o := p.office
	o.signIn()

	// What is typed into a draft is there when the page is opened again.
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Guardamos su avance hasta el ")
	p.fill("nombres", "EVA")
	p.fill("apellidos", "NÚÑEZ")
	p.fill("telefono", "98")
	o.until("the server has what was left behind", func() bool {
		return o.has("borradores", "nombres = 'EVA' && apellidos = 'NÚÑEZ'")
	})
	p.open(p.path())
	p.holds("nombres", "EVA")

	const eva = "eva@ejemplo.pe"
	p.fillPerson(eva)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", o.code(eva))
	p.press("Validar")
	numero := p.fileRest()

	// The browser that filed goes on to the correction and is asked for nothing.
	o.move(numero, "OBSERVADO", map[string]any{"observaciones": "Explique el plazo."})
	p.press("Ver el estado de mi solicitud")
	p.see("Información de su solicitud N° " + numero)
	p.press("Subsanar observaciones")
	p.see("Su respuesta", "Esta página seguirá abierta hasta las ", "ANA MARÍA NÚÑEZ ÁVILA")
	p.look("91-sesion")

	// The answer is kept while it is typed; the warning comes, and the hour begins again.
	p.fill("respuesta", "El plazo es de diez días.")
	o.until("the server has the answer", func() bool { return o.has("subsanaciones", "respuesta ~ 'diez'") })
	p.aged("200")
	p.see("¿Sigue ahí?")
	p.look("92-aviso-de-sesion")
	p.press("Seguir trabajando")
	p.wait("the warning closes", "!document.querySelector('dialog[open]')")
	p.aged("0")
	p.see("Por su seguridad esta página se cerró")
	p.look("93-sesion-cerrada")
	p.press("Buscar mi solicitud")
	p.see("Recibir un código en mi correo")
}
