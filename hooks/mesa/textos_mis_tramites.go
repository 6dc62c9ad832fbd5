package mesa

import "time"

// What a citizen reads at the own desk, Mis trámites.
const (
	TextDesistePorEscrito = "Usted presentó esta solicitud en representación de otra persona o de una empresa. " +
		"Para desistir, presente un escrito con el poder que lo autoriza."
	TextBorradorTomado = "Usted continuó este borrador en otro navegador o dispositivo. " +
		"Siga allí, o ábralo otra vez desde Mis trámites."
	TextBorradorAjeno = "Un borrador se abre solo en el navegador donde se comenzó, y se borra cuando pasa su plazo. " +
		"Si validó su correo, búsquelo en Mis trámites desde cualquier dispositivo."
	TextBorradorPerdido = "Pasó el plazo para enviarlo y lo borramos con sus archivos. " +
		"Comience una solicitud nueva."
	TextResultadoVencido = "El resultado de una búsqueda se guarda 30 minutos, y solo en el navegador que la hizo. " +
		"Escriba otra vez su número y su documento."
	TextSinRespuesta      = "Esta solicitud aún no tiene una respuesta que enviar."
	TextRespuestaPorSalir = "El correo con la respuesta ya está por salir. Espere unos minutos y revise su bandeja."
	TextNoEsSuya          = "No encontramos una solicitud de ventanilla con ese número, ese documento y este correo. " +
		"Revise su cargo o llame a mesa de partes."
	TextCorreoProbado   = "La persona probó con un código y su documento el correo que figura en la solicitud."
	TextCorreoIgual     = "Escriba una dirección distinta de la que usa ahora."
	TextCorreoRepetido  = "Las dos direcciones no son iguales. Escríbalas otra vez."
	TextMudanzaVencida  = "Pasó demasiado tiempo. Pida los códigos otra vez."
	TextMudanzaGrande   = "Este correo tiene demasiadas solicitudes para cambiarlas por internet. Escriba a mesa de partes para cambiarlo."
	TextSesionCiudadano = "Su sesión terminó. Pida otro código para continuar."
)

// SinAsunto names a draft before its subject is written.
const SinAsunto = "Solicitud sin asunto todavía"

// TextBorradorPresentado says which filing came of a draft.
func TextBorradorPresentado(numero string) string {
	return "Este borrador ya es la solicitud N° " + numero + " y no se puede cambiar."
}

// TextReclamoEspera says when a filing of the counter may be asked for again.
func TextReclamoEspera(wait time.Duration) string {
	return "Se intentó demasiadas veces con esos datos. Revise su cargo y pruebe otra vez en " + inWords(wait) + "."
}

// TextCorreoMudado is the note of a filing whose address changed.
func TextCorreoMudado(antes, nuevo string) string {
	return "La persona cambió su correo, con un código de cada dirección: de " + CorreoVelado(antes) + " a " + CorreoVelado(nuevo) + "."
}

// TextReenvioEspera says when the mail with an answer may be asked for again.
func TextReenvioEspera(wait time.Duration) string {
	return "Ya le enviamos esta respuesta tres veces en la última hora. Podrá pedirla otra vez en " + inWords(wait) + "."
}
