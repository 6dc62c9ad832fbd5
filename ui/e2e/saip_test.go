package e2e

import (
	"strings"
	"testing"
)

// TestAsksForInformation is a request for public information without a PDF of one's own:
// the person reads the escrito that the program wrote, and changes it.
func TestAsksForInformation(t *testing.T) {
	t.Parallel()
	const eva = "eva@ejemplo.pe"
	p := openBrowser(t, false)
	p.expects("422")
	p.open("/")
	p.wait("htmx is built in: run `make build` first", "!!window.htmx")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("¿En qué calidad presenta?")
	p.wait("no power is asked of who files for themselves", "!document.getElementById('poder_referencia').checkVisibility()")
	p.fillPerson(eva)
	p.choose("tipo_documento", "Pasaporte, solo para pedir información pública")
	p.fill("numero_documento", "X1234567")
	p.look("50-pasaporte")
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(eva))
	p.press("Validar")

	p.see("Datos de la solicitud de trámite")
	p.fill("asunto", "Órdenes de compra de 2025")
	p.choose("tramite", "SOLICITUD DE ACCESO A LA INFORMACIÓN PÚBLICA")
	p.see("Pedido de información", "0 / 4000")
	p.look("51-pedido")
	p.fill("pedido", "Copia de las órdenes de compra 12 y 13 de 2025.")
	p.press("Preguntas opcionales para estadística")
	p.choose("estadistica_lengua", "Quechua")
	p.look("55-estadistica")
	p.press("Continuar")
	p.see("Hay un problema", "Elija cómo quiere recibir la información.")
	p.focused("resumen-errores")
	p.look("52-pedido-sin-entrega")
	p.holds("pedido", "Copia de las órdenes de compra 12 y 13 de 2025.")
	p.press("Otra forma")
	p.see("Solo si eligió «Otra forma».")
	p.fill("entrega_otro", "En una memoria USB")
	p.press("Continuar")

	p.see("Redactamos su escrito", "Leer mi escrito (PDF)", "Otra forma: En una memoria USB", "ENVIAR")
	p.look("53-escrito")
	first := p.escrito()
	p.open(p.path() + "?editar=tramite#solicitud")
	p.fill("pedido", "Copia de la orden de compra 14 de 2025.")
	p.press("Continuar")
	p.see("Copia de la orden de compra 14 de 2025.", "ENVIAR")
	if second := p.escrito(); second == first {
		t.Error("the escrito did not change with the request")
	}
	p.press("ENVIAR")
	p.seeNumber()
	p.see("Pedido de información 2026-03-24.pdf")
}

// escrito is the PDF of the escrito that the card opens.
func (p *page) escrito() string {
	p.t.Helper()
	found, err := ask[string](p, `(() => {
		const get = new XMLHttpRequest();
		get.open("GET", document.querySelector("#tarjeta-principal .archivo__nombre a").href, false);
		get.overrideMimeType("text/plain; charset=x-user-defined");
		get.send();
		return get.responseText;
	})()`)
	if err != nil || !strings.HasPrefix(found, "%PDF") {
		p.t.Fatalf("escrito: %.60q %v", found, err)
	}
	return found
}

// TestContinuesAFiling is a procedure that needs the number of another filing.
func TestContinuesAFiling(t *testing.T) {
	t.Parallel()
	const eva = "eva@ejemplo.pe"
	p := openBrowser(t, false)
	p.expects("422")
	p.openForm()
	p.fillPerson(eva)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(eva))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
	p.choose("tramite", "SOLICITUD DE INCORPORACIÓN DE DOCUMENTOS")
	p.see("Este trámite continúa otro")
	p.fill("asunto", "Incorporo el acta")
	p.press("Continuar")
	p.refused("Este trámite continúa otro: escriba el número", "expediente_referencia")
	p.fill("expediente_referencia", "9-2026")
	p.press("Continuar")
	p.refused("No encontramos una solicitud ni un expediente con ese número.", "expediente_referencia")
	p.look("54-referencia-mala")
	p.holds("expediente_referencia", "9-2026")
}
