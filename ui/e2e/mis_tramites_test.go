package e2e

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// A citizen begins a draft on one phone. On another one, with nothing but the code of the
// mail, the answer to an earlier filing is read and the draft is filed.
func TestTheDeskOpensOnASecondBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	at := &office{t: t, url: uitest.Serve(t, o).URL}
	ours := func(asunto string) map[string]any { return map[string]any{"correo": ana, "asunto": asunto} }
	answered := o.Filed(t, ours(subject)).Id
	o.MustMove(t, answered, mesa.EtapaRegistrado, nil)
	o.MustMove(t, answered, mesa.EtapaAtendido, map[string]any{
		"observaciones": "No procede el pago pedido.\n\nEl entregable llegó fuera de plazo.", "sentido": "desfavorable",
		"documento_numero": "OFICIO 12-2026", "respuesta": hookstest.File("respuesta.pdf", hookstest.PDF(2)),
	})
	o.Observe(t, o.Filed(t, ours("Reclamo por el pago del segundo entregable")).Id)

	first := openBrowserAt(t, at, true)
	first.open("/")
	first.press("Acepto los términos y condiciones")
	first.press("Persona Natural")
	first.fillPerson(ana)
	first.press("Código de validación")
	first.see("Revise su correo")
	first.fill("codigo", at.code(ana))
	first.press("Validar")
	first.see("Datos de la solicitud de trámite")
	begun := first.path()

	p := openBrowserAt(t, at, true)
	p.open("/mis-tramites")
	p.see("No necesita cuenta ni contraseña.")
	p.look("mis-tramites-ingresar")
	p.fill("correo", ana)
	p.press("Enviar el código")
	p.see("Enviamos un código a " + ana)
	p.look("mis-tramites-codigo")
	p.fill("codigo", at.code(ana))
	p.press("Validar")
	p.see("Borradores por enviar", "N° 1-2026: "+subject, "N° 2-2026", "Corrija hasta")
	p.look("mis-tramites")
	p.press("N° 1-2026: " + subject)
	p.see("El entregable llegó fuera de plazo.", "Descargar la respuesta", "Documento principal: solicitud.pdf")
	p.look("mis-tramites-respondida")
	p.wait("the answer opens", `(() => {
		const got = new XMLHttpRequest()
		got.open("GET", document.querySelector(".mi-respuesta a.boton").href, false)
		got.send()
		return got.status === 200 && got.responseText.startsWith("%%PDF")
	})()`)
	p.press("Enviar la respuesta a mi correo")
	p.see("Le enviamos la respuesta otra vez")
	p.press("Mis trámites")
	p.press("N° 2-2026: Reclamo por el pago del segundo entregable")
	p.see("Subsanar observaciones", "Está faltando incluir los datos del pedido.")
	p.look("mis-tramites-observada")
	p.press("Desistir de la solicitud")
	p.see("Al desistir, el trámite termina")
	p.look("mis-tramites-desistir")

	p.open("/mis-tramites")
	p.press("Continuar: Solicitud sin asunto todavía")
	p.see("Correo validado")
	p.sendRest()
	p.see("Solicitud generada", "3-2026")
	p.wait("the browser's Back", `(history.back(), true)`)
	p.wait("the page before is gone", `location.pathname.endsWith("/constancia")`)
	p.see("Solicitud generada", "3-2026") // and not the form, which was sent
	first.expects("409")
	first.open(begun)
	first.see(mesa.TextBorradorTomado, "Ir a Mis trámites")
	first.look("mis-tramites-borrador-tomado")
	p.open("/mis-tramites/3-2026")
	p.see("Recibida", subject)
}
