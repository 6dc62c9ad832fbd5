package e2e

import (
	"regexp"
	"testing"
)

// The screens and states that the way of a filing does not come through.

func TestTheOtherPagesInABrowser(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, false)
	p.expects("the server responded with a status of 404")
	for name, path := range map[string]string{
		"60-terminos": "/terminos", "61-preguntas": "/preguntas-frecuentes", "62-manual": "/manual", "63-privacidad": "/privacidad",
		"64-accesibilidad": "/accesibilidad", "65-subsanar-buscar": "/subsanar", "66-olvide": "/seguimiento/olvide", "67-no-existe": "/no-existe",
		"68-buzon": "/buzon",
	} {
		p.open(path)
		p.look(name)
	}
	p.open("/preguntas-frecuentes")
	p.wait("the answers open", "document.querySelectorAll('details.pregunta').forEach((d) => { d.open = true; }) ?? true")
	p.look("69-preguntas-abiertas")
	p.press("Servicios")
	p.see("Subsanar observaciones")
	p.look("70-menu-abierto")
}

// A person who can neither see nor hear the captcha follows and corrects a filing.
func TestACodeByMailReplacesTheCaptchaInABrowser(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	p.expects("the server responded with a status of 422")
	o := p.office
	const typo, elsa = "elsa@gmial.com", "elsa@gmail.com"

	// A slip in the address is seen before it costs the answer.
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	p.fillPerson(typo)
	p.press("Código de validación")
	p.see("¿Quiso escribir "+elsa+"?", "Guardamos su avance hasta el")
	p.look("71-correo-parecido")
	p.press("Corregir y enviar el código a " + elsa)
	p.see("Enviamos un código de 6 dígitos a " + elsa)
	p.fill("codigo", o.code(elsa))
	p.press("Validar")
	p.fileRest()

	// Who filed here sees the filing without a search.
	p.press("Ver el estado de mi solicitud")
	p.see("Información de su solicitud N° 1-2026", "Mesa de partes revisa sus documentos")
	p.look("72-seguimiento-propio")
	own := p.path()

	// From anywhere else a code takes the place of the captcha.
	o.signIn()
	o.move("1-2026", "OBSERVADO", map[string]any{"observaciones": "Indique el número de su contrato."})
	p.open("/subsanar")
	p.fill("numero", "1-2026")
	p.fill("numero_documento", "11111111")
	p.press("Recibir un código en mi correo")
	p.see("Si los datos coinciden, enviamos un código")
	p.look("73-codigo-en-lugar-de-captcha")
	p.fill("codigo", "000000")
	p.press("Validar")
	p.refused("El código no es correcto o ya venció.", "codigo")
	p.look("74-codigo-malo")

	// The browser that filed needs neither: its address is proved.
	p.open(own)
	p.press("Subsanar observaciones")

	// Only the filing as a whole was observed: an answer is enough.
	p.see("Su respuesta", "Esta página seguirá abierta hasta las")
	p.look("75-subsanar-general")
	p.press("ENVIAR SUBSANACIÓN")
	p.refused("Escriba su respuesta o adjunte un documento: uno de los dos es necesario.", "respuesta")
	p.look("76-subsanar-sin-respuesta")
	p.fill("respuesta", "El contrato es el 7-2026.")
	p.press("ENVIAR SUBSANACIÓN")
	p.see("Subsanación recibida")
}

// The link in the mail of an observation opens a page that a person must press.
func TestANoticeIsConfirmedInABrowser(t *testing.T) {
	t.Parallel()
	p := openBrowser(t, true)
	o := p.office
	const tito = "tito@ejemplo.pe"
	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Natural")
	p.see("Datos personales")
	p.fillPerson(tito)
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", o.code(tito))
	p.press("Validar")
	p.fileRest()
	o.signIn()
	o.move("1-2026", "OBSERVADO", map[string]any{"observaciones": "Indique el número de su contrato."})

	var link string
	o.until("the notice is in the mailbox", func() bool {
		link = regexp.MustCompile(`/acuse/[A-Za-z0-9]{43}`).FindString(o.mailbox()[0].Texto)
		return link != ""
	})
	p.open(link)
	p.see("Confirme que recibió este aviso", "1-2026")
	p.look("80-acuse")
	p.press("Confirmar que recibí este aviso")
	p.see("Aviso confirmado", "jueves 26 de marzo de 2026", "Guardar la fecha en mi calendario")
	p.look("81-acuse-confirmado")
}
