package e2e

import (
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/chromedp/chromedp"
)

// What a person corrects on a phone before and after ENVIAR.

// onForm goes on to the procedure, with the address proved.
func (p *page) onForm(correo string) {
	p.t.Helper()
	p.openForm()
	p.fillPerson(correo)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", p.office.code(correo))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
}

func TestAProcedureIsSuggestedAndChosenByKeyboard(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	p.office.signIn()
	p.onForm(ana)

	// A search by another word, with the keyboard alone.
	p.fill("busca", "caución")
	p.see("Trámites que coinciden", "DEVOLUCIÓN DE CARTA FIANZA")
	p.look("100-tramite-buscado")
	p.wait("nothing is chosen", "document.getElementById('tramite').value === ''")
	p.wait("focus on the search", "(document.getElementById('busca').focus(), true)")
	p.keys("\r") // goes on to what was found, and sends nothing
	p.wait("focus on the first one found", "document.activeElement.matches('[data-elige]')")
	p.keys("\r")
	p.keeps("DEVOLUCIÓN DE CARTA FIANZA")
	p.wait("it is marked", "document.activeElement.getAttribute('aria-pressed') === 'true'")

	// The subject suggests three; one of them is chosen.
	p.fill("asunto", "No me pagan la factura del servicio")
	p.see("Según su asunto, quizá sea")
	p.wait("three suggestions", "document.querySelectorAll('#tramite-sugeridos [data-elige]').length === 3")
	p.look("101-tramite-sugerido")
	p.wait("focus on the subject", "(document.getElementById('asunto').focus(), true)")
	p.tabTo("the suggestion", "el.matches('#tramite-sugeridos [data-elige]') && el.textContent === %q", "SOLICITUD DE PAGO PENDIENTE")
	p.keys(" ")
	p.keeps("SOLICITUD DE PAGO PENDIENTE")
	p.see("Plazo de respuesta")
	p.press("Continuar")
	p.see("El documento principal es obligatorio.")
}

func TestThreeFilesDroppedAtOnceFillTheFreePlaces(t *testing.T) {
	t.Parallel()
	u := openUploads(t, true)
	u.choosePhotos("#archivo-principal", aPDF(t, "uno.pdf", 1, 0), aPDF(t, "dos.pdf", 2, 0),
		aPDF(t, "tres.pdf", 3, 0), aPDF(t, "cuatro.pdf", 4, 0))
	u.seeFile("principal", "uno.pdf", "1 folio")
	u.seeFile("anexo1", "dos.pdf", "2 folios")
	u.seeFile("anexo2", "tres.pdf", "3 folios")

	// Two for one free place: the second is named. The same file twice is pointed out.
	u.press("Eliminar archivo: Anexo 2")
	u.wait("the card asks for a file again", "!!document.getElementById('archivo-anexo2')")
	u.choosePhotos("#archivo-anexo2", aPDF(t, "copia.pdf", 2, 0), aPDF(t, "de-mas.pdf", 5, 0))
	u.seeFile("anexo2", "copia.pdf", "2 folios")
	u.see(mesa.TextMismoArchivo("Anexo 1", "Anexo 2"))
	u.look("102-mismo-archivo")
	u.press("ENVIAR")
	u.seeNumber()
}

func TestAChangeIsMadeOrLeftOnAPhone(t *testing.T) {
	t.Parallel()
	u := openUploads(t, true)
	u.attach("#archivo-principal", aPDF(t, "solicitud.pdf", 2, 0))
	u.seeFile("principal", "solicitud.pdf", "2 folios")
	u.see("Revise y envíe")
	u.look("103-revisar")

	u.press("Cambiar Teléfono")
	u.focused("telefono")
	u.see("solicitud.pdf") // stays in sight
	u.fill("telefono", "912345678")
	u.keys("\r") // goes on, and sends nothing
	u.focused("domicilio")
	u.look("104-cambiar")
	u.press("Cancelar y dejar mis datos")
	u.see("Revise y envíe", "987654321")
	u.seeNot("912345678")

	u.press("Cambiar Teléfono")
	u.focused("telefono")
	u.fill("telefono", "912345678")
	u.press("Guardar cambios")
	u.see("Revise y envíe", "912345678")
	u.press("ENVIAR")
	u.seeNumber()
}

func TestEnterNeverSendsAPart(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	p.expects("the server responded with a status of 422")
	p.openForm()
	p.choose("tipo_documento", "DNI")
	p.fill("numero_documento", "1111")
	p.keys("\r")
	p.refused("El DNI tiene 8 dígitos", "numero_documento")
	p.fill("numero_documento", "11111111")
	p.keys("\r") // no register is set up: the number is right, and the names come next
	p.see(mesa.TextEscribaNombres)
	p.seeNot("Hay un problema")
	for _, field := range []string{"nombres", "apellidos", "telefono"} {
		p.focused(field)
		p.do(chromedp.KeyEvent("9\r"))
	}
	p.focused("domicilio")
	p.wait("nothing was sent", "!document.querySelector('[aria-busy], .resumen-errores') && !!document.getElementById('formulario-datos')")
	p.fill("numero_documento", "11111111")
	p.fill("nombres", "ANA")
	p.fill("apellidos", "PRUEBA")
	p.fill("telefono", "987654321")
	p.fill("domicilio", "Av. Inventada 1")
	p.fill("correo", "ana@gmial.com")
	p.press("Autorizo el envío de información al correo electrónico")
	p.press("Código de validación")
	p.see("¿Quiso escribir ana@gmail.com?")
	p.focused("duda")
	if n := len(p.office.mailbox()); n != 0 {
		t.Errorf("%d codes left before the hint", n)
	}
	p.look("105-correo-mal-escrito")
	p.press("Corregir y enviar el código a ana@gmail.com")
	p.see("Revise su correo")
	p.focused("codigo")
	p.fill("codigo", p.office.code("ana@gmail.com"))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
}

func TestACorrectionWithItsErrorSeenAndMended(t *testing.T) {
	t.Parallel()
	u := openUploads(t, true)
	u.expects("the server responded with a status of 422")
	o := u.office
	u.choosePhotos("#archivo-principal", aPDF(t, "solicitud.pdf", 2, 0), aPDF(t, "acta.pdf", 1, 0))
	u.seeFile("principal", "solicitud.pdf", "2 folios")
	u.seeFile("anexo1", "acta.pdf", "1 folio")
	u.press("ENVIAR")
	numero := u.seeNumber()
	o.signIn()
	o.observe(numero, "principal", "Falta la firma.")
	o.observe(numero, "anexo1", "No se lee la fecha.")
	o.move(numero, "OBSERVADO", nil)
	u.press("Ver el estado de mi solicitud")
	u.press("Subsanar observaciones")
	u.see("Documentos observados por subsanar", "Falta la firma.", "No se lee la fecha.", "Abrir el archivo observado")
	u.wait("both switches are on", "document.querySelectorAll('[role=switch]:checked').length === 2")
	u.look("106-subsanar-dos")

	// The observed file again is pointed out; the second card is forgotten, and switched off.
	first := "[...document.querySelectorAll('.observado')].find((el) => el.textContent.includes('solicitud.pdf'))"
	u.wait("the first card is named", "("+first+".querySelector('input[type=file]').dataset.primera = '1', true)")
	u.attach("[data-primera]", aPDF(t, "igual.pdf", 2, 0))
	u.see("igual.pdf", mesa.TextIgualAlObservado)
	u.press("Anexo 1: acta.pdf")
	u.press("ENVIAR SUBSANACIÓN")
	u.see("Hay un problema", mesa.TextFaltaSubsanar)
	u.focused("resumen-errores")
	u.look("107-subsanar-error")
	u.press("Anexo 1: acta.pdf") // a red card stays open
	u.wait("the card that is missing is red and open", "document.querySelector('.archivo--error .zona')?.checkVisibility()")
	u.point("the link of the error", "[document.querySelector('#resumen-errores a')]")
	u.wait("the link lands on its file", "document.activeElement.matches('.archivo--error input[type=file]')")
	u.attach(".archivo--error input[type=file]", aPDF(t, "acta-legible.pdf", 1, 3000))
	u.see("acta-legible.pdf")
	u.seeNot("Hay un problema")
	u.press("ENVIAR SUBSANACIÓN")
	u.see("Subsanación recibida", numero, "igual.pdf", "acta-legible.pdf")
	u.look("108-subsanada")
	if got := o.subjects(ana); got[len(got)-1] != "Hemos recibido su subsanación" {
		t.Errorf("mails %q", got)
	}
}
