package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// A citizen in a real browser and an officer at the API go through the whole
// service. Set MESA_FOTOS to a folder to get pictures of every screen.

const (
	ana       = "ana@ejemplo.pe"
	procedure = "PRESENTACIÓN DE SERVICIOS"
	subject   = "Presento el primer entregable del servicio"
)

func TestFilingInABrowser(t *testing.T) { fileAndFollow(t, false) }

func TestFilingInABrowserOnAPhone(t *testing.T) { fileAndFollow(t, true) }

// fileAndFollow is the whole way of a filing: from the home to the answer.
func fileAndFollow(t *testing.T, phone bool) {
	t.Parallel()
	p := openBrowser(t, phone)
	o := p.office

	// Home: the terms, and who files.
	p.open("/")
	p.wait("htmx is built in: run `make build` first", "!!window.htmx")
	p.look("01-inicio")
	p.press("Ver detalles")
	p.see("Términos y condiciones", "domicilio")
	p.look("02-terminos")
	p.press("Cerrar")
	p.wait("the dialog closes", "!document.querySelector('dialog[open]')")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Jurídica")

	// Part one: the person, the company and a proved address.
	p.see("Generar solicitud", "Represento a una persona jurídica")
	p.wait("no number before its type", "document.getElementById('numero_documento').disabled")
	p.look("03-datos")
	p.fillPerson(ana)
	p.fill("ruc", "20000000001")
	p.fill("razon_social", "SERVICIOS DE PRUEBA S.A.C.")
	p.fill("poder_referencia", "Partida registral 11012345")
	p.press("Código de validación")
	p.see("Revise su correo")
	p.onScreen("codigo")
	p.look("04-codigo")
	p.fill("codigo", o.code(ana))
	p.press("Validar")

	// Part two: what is asked for.
	p.see("Datos de la solicitud de trámite", "Correo validado")
	p.onScreen("titulo-solicitud")
	p.look("05-tramite")
	p.choose("tramite", procedure)
	p.see("Plazo de respuesta: 7 días hábiles")
	p.see("0 / 200")
	p.fill("asunto", subject)
	p.see("42 / 200")
	p.look("06-tramite-elegido")
	p.press("Continuar")

	// Part three: one document with its number, two annexes, one of them twice.
	p.see("El documento principal es obligatorio.")
	p.onScreen("titulo-documentos")
	p.look("07-documentos")
	p.fill("numero-principal", "005-2026-ABC")
	p.attach("#archivo-principal", aPDF(t, "entregable.pdf", 12, 300_000))
	p.seeFile("principal", "entregable.pdf", "12 folios")
	p.see("N° de documento: 005-2026-ABC")
	p.attach("#archivo-anexo1", aPDF(t, "acta.pdf", 1, 0))
	p.seeFile("anexo1", "acta.pdf", "1 folio")
	p.attach("#archivo-anexo2", aPDF(t, "equivocado.pdf", 2, 0))
	p.seeFile("anexo2", "equivocado.pdf", "2 folios")
	p.look("08-subidos")
	p.press("Eliminar archivo: Anexo 2")
	p.wait("the card asks for a file again", "!!document.getElementById('archivo-anexo2')")
	p.seeNot("equivocado.pdf")
	p.attach("#archivo-anexo2", aPDF(t, "fotos.pdf", 3, 0))
	p.seeFile("anexo2", "fotos.pdf", "3 folios")

	// The summary, and the number.
	p.see("Revise y envíe", "ANA MARÍA NÚÑEZ ÁVILA (DNI 11111111)", "SERVICIOS DE PRUEBA S.A.C. (RUC 20000000001)", ana)
	p.see(procedure, subject)
	p.look("09-revisar")
	p.press("ENVIAR")
	numero := p.seeNumber()
	p.see("entregable.pdf", "acta.pdf", "fotos.pdf", ana)
	p.look("10-constancia")
	p.see("Qué sigue", "a más tardar el")
	p.oneSheet("10-constancia")

	// The officer observes the main document, as the dashboard does.
	o.signIn()
	o.observe(numero, "principal", "Falta la firma en la última página.")
	o.move(numero, "OBSERVADO", nil)

	// The citizen sees it and corrects it.
	p.press("Aceptar")
	p.see("Presente su solicitud por internet")
	p.press("Servicios")
	p.press("Seguimiento de solicitud")
	p.see("Escriba el número de solicitud")
	p.look("11-seguimiento")
	p.search(numero, "11111111")
	p.see("Información de su solicitud N° "+numero, "RECEPCION", "OBSERVADO", "Mostrando registros del 1 al 2 de un total de 2 registros")
	p.look("12-seguimiento-observada")
	p.press("Subsanar observaciones")
	p.see("Documentos observados por subsanar", "Falta la firma en la última página.")
	p.look("13-subsanar")
	p.see("Abrir el archivo observado")
	if phone {
		p.see("Toque para elegir")
		p.seeNot("Arrastre")
	} else {
		p.see("Arrastre el documento corregido o haga clic aquí.")
	}
	p.press("Documento principal: entregable.pdf") // the switch is on from the start
	p.wait("the card closes", "!document.querySelector('.observado__cuerpo').checkVisibility()")
	p.press("Documento principal: entregable.pdf")
	p.wait("the card opens", "document.querySelector('.observado__cuerpo').checkVisibility()")
	p.look("14-subsanar-activo")
	p.attach(".observado input[type=file]", aPDF(t, "entregable-firmado.pdf", 12, 0))
	p.see("entregable-firmado.pdf", "12 folios")
	p.look("15-subsanar-subido")
	p.press("ENVIAR SUBSANACIÓN")
	p.see("Subsanación recibida", numero)
	p.look("16-subsanada")
	p.see("Qué sigue", "a más tardar el")
	p.oneSheet("16-subsanada")

	// The officer registers, routes and answers.
	o.move(numero, "REGISTRADO", nil)
	o.move(numero, "DERIVADO", map[string]any{"area": o.find("areas", "activo = true"), "instrucciones": "Nota que nadie de afuera lee."})
	o.answer(numero, "Se otorga la conformidad.", hookstest.PDF(1))

	// All of it is told and mailed.
	p.open("/seguimiento")
	p.search(numero, "11111111")
	p.see("RECEPCION", "OBSERVADO", "SUBSANADO", "REGISTRADO", "DERIVADO", "ATENDIDO", "Ver la respuesta en Mis trámites")
	p.seeNot("Nota que nadie de afuera lee.")
	p.seeNot("Se otorga la conformidad.")
	p.look("17-seguimiento-atendida")
	want := []string{
		"Su código de validación", "Hemos recibido su solicitud", "Su solicitud ha sido observada",
		"Hemos recibido su subsanación", "Su solicitud fue derivada", "Respuesta a su solicitud",
	}
	if got := o.subjects(ana); !slices.Equal(got, want) {
		t.Errorf("mails %q, want %q", got, want)
	}
	if phone && p.pictured != len(manual) {
		t.Errorf("the test came through %d of the manual's %d pictures", p.pictured, len(manual))
	}
}

func TestFilingWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	o := p.office
	p.withoutScripts()
	const luis = "luis@ejemplo.pe"

	p.open("/")
	p.look("20-sinjs-inicio")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Generar solicitud")
	p.wait("no script runs", "!document.documentElement.classList.contains('js')")
	p.fillPerson(luis)
	p.look("21-sinjs-datos")
	p.press("Código de validación")
	p.see("Revise su correo")
	p.look("22-sinjs-codigo")
	p.fill("codigo", o.code(luis))
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
	p.choose("tramite", procedure)
	p.fill("asunto", subject)
	p.press("Continuar")
	p.see("El documento principal es obligatorio.")
	p.look("23-sinjs-documentos")
	p.fill("numero-principal", "7")
	p.attach("#archivo-principal", aPDF(t, "solicitud.pdf", 4, 0))
	p.press("Subir archivo: Documento principal")
	p.seeFile("principal", "solicitud.pdf", "4 folios")
	p.attach("#archivo-anexo1", aPDF(t, "anexo.pdf", 1, 0))
	p.press("Subir archivo: Anexo 1")
	p.seeFile("anexo1", "anexo.pdf", "1 folio")
	p.press("Eliminar archivo: Anexo 1")
	p.wait("the annex is gone", "!!document.getElementById('archivo-anexo1')")
	p.look("24-sinjs-revisar")
	p.press("ENVIAR")
	p.seeNumber()
	p.look("25-sinjs-constancia")
}

func TestRefusalsInABrowser(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	o := p.office
	p.expects("the server responded with a status of 422")
	const eva = "eva@ejemplo.pe"

	// Nobody starts without the terms.
	p.open("/")
	p.press("Persona Natural")
	p.refused("Para continuar, lea y acepte los términos y condiciones.", "acepto")
	p.look("30-sin-aceptar")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")

	// Wrong data: the summary leads to the field, and nothing typed is lost.
	p.fillPerson(eva)
	p.fill("numero_documento", "1234567")
	p.fill("telefono", "12")
	p.press("Código de validación")
	p.refused("El DNI tiene 8 dígitos y usted escribió 7. Revíselo y escríbalo de nuevo.", "numero_documento")
	p.look("31-datos-con-errores")
	p.holds("numero_documento", "1234567")
	p.holds("telefono", "12")
	p.holds("apellidos", "NÚÑEZ ÁVILA")
	p.fill("numero_documento", "11111111")
	p.fill("telefono", "987654321")
	p.press("Código de validación")
	p.see("Revise su correo")
	p.wait("the title no longer says Error", "!document.title.startsWith('Error')")

	// A wrong code, then the right one.
	code := o.code(eva)
	p.fill("codigo", wrong(code))
	p.press("Validar")
	p.refused("El código no es correcto.", "codigo")
	p.look("32-codigo-malo")
	p.fill("codigo", code)
	p.press("Validar")
	p.see("Datos de la solicitud de trámite")
	p.press("Continuar")
	p.refused("Elija el trámite.", "tramite")
	p.choose("tramite", procedure)
	p.see("Plazo de respuesta") // it makes room for itself above the button
	p.fill("asunto", subject)
	p.press("Continuar")

	// A program with a PDF's name is refused in the page; a broken PDF by the server, beside its card.
	p.see("El documento principal es obligatorio.")
	p.fill("numero-principal", "9-2026")
	p.attach("#archivo-principal", aFile(t, "programa.pdf", append([]byte("MZ\x90\x00"), make([]byte, 4096)...)))
	p.see("El archivo no es un PDF aunque su nombre lo diga.")
	p.wait("the error stands in the card", "document.querySelector('#tarjeta-principal .campo__error')?.checkVisibility()")
	p.focused("archivo-principal")
	p.look("33-no-es-pdf")
	pdf := hookstest.PDF(3)
	p.attach("#archivo-principal", aFile(t, "cortado.pdf", pdf[:len(pdf)/2]))
	p.see("El PDF está dañado o incompleto")
	p.wait("the error stands in the card", "document.querySelector('#tarjeta-principal .campo__error')?.textContent.includes('dañado')")
	p.holds("numero-principal", "9-2026")
	p.look("34-pdf-danado")
	p.attach("#archivo-principal", aPDF(t, "bueno.pdf", 3, 0))
	p.seeFile("principal", "bueno.pdf", "3 folios")

	// A wrong captcha gets another picture, and the number stays.
	p.open("/seguimiento")
	p.fill("numero", "1-2026")
	p.fill("numero_documento", "11111111")
	first := p.captchaID()
	p.fill("captcha", wrong(o.captcha(first)))
	p.press("BUSCAR")
	p.refused("El código de la imagen no coincide o venció.", "captcha")
	p.look("35-captcha-malo")
	p.holds("numero", "1-2026")
	if p.captchaID() == first {
		t.Error("the same captcha serves twice")
	}
	p.fillCaptcha()
	p.press("BUSCAR")
	p.see("No encontramos una solicitud con ese número y ese documento.")
	p.look("36-no-encontrada")
}

// fillPerson fills the personal data in for an address.
func (p *page) fillPerson(correo string) {
	p.t.Helper()
	p.choose("tipo_documento", "DNI")
	p.fill("numero_documento", "11111111")
	p.fill("nombres", "ANA MARÍA")
	p.fill("apellidos", "NÚÑEZ ÁVILA")
	p.fill("telefono", "987654321")
	p.fill("domicilio", "Av. Inventada 123, Lima")
	p.fill("correo", correo)
	p.press("Autorizo el envío de información al correo electrónico")
}

// fileRest goes on from the proved address to the number, with one document.
func (p *page) fileRest() (numero string) {
	p.t.Helper()
	p.sendRest()
	return p.seeNumber()
}

// sendRest is fileRest up to ENVIAR.
func (p *page) sendRest() {
	p.t.Helper()
	p.see("Datos de la solicitud de trámite")
	p.choose("tramite", procedure)
	p.see("Plazo de respuesta") // it makes room for itself above the button
	p.fill("asunto", subject)
	p.press("Continuar")
	p.see("El documento principal es obligatorio.")
	p.attach("#archivo-principal", aPDF(p.t, "solicitud.pdf", 2, 0))
	p.seeFile("principal", "solicitud.pdf", "2 folios")
	p.press("ENVIAR")
}

// seeFile waits until a card shows its file: name, size, pages.
func (p *page) seeFile(clase, name, folios string) {
	p.t.Helper()
	p.wait(name+" in its card", `(() => {
		const text = document.getElementById("tarjeta-" + %q)?.innerText ?? "";
		return text.includes(%q) && text.includes(%q) && /\d (bytes|kB|MB)/.test(text);
	})()`, clase, name, folios)
}

// seeNumber waits for the result and gives the filing's number, the first of its form.
func (p *page) seeNumber() string {
	p.t.Helper()
	p.see("Solicitud generada")
	numero := regexp.MustCompile(`\d+-\d{4}`).FindString(p.text())
	if numero != "1-2026" {
		p.t.Fatalf("the number is %q", numero)
	}
	return numero
}

// refused checks a refusal: the summary has the focus, the title says it, and
// its link leads to the field with its error text in sight.
func (p *page) refused(text, field string) {
	p.t.Helper()
	p.see("Hay un problema", text)
	p.focused("resumen-errores")
	p.wait("the title says Error", "document.title.startsWith('Error: ')")
	p.point("follow the link to "+field, `[document.querySelector("#resumen-errores a[href='#" + %q + "']")]`, field)
	p.focused(field)
	p.onScreen(field + "-error")
	p.wait("the field is marked", "document.activeElement.getAttribute('aria-invalid') === 'true'")
}

// wrong changes the last digit.
func wrong(digits string) string {
	last := digits[len(digits)-1]
	return digits[:len(digits)-1] + string('0'+(last-'0'+1)%10)
}

// aPDF writes a PDF of so many pages and bytes, and gives its path.
func aPDF(t *testing.T, name string, pages, size int) string {
	t.Helper()
	return aFile(t, name, hookstest.PDFOfSize(pages, size))
}

func aFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
