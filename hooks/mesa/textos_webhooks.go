package mesa

// Texts about the webhooks, which administrators read.
const (
	TextWebhookURL      = "Escriba una dirección que empiece con https://, sin usuario ni contraseña."
	TextWebhookInterna  = "Esa dirección es de una red interna. Si de verdad es de su entidad, marque «red_interna» en el webhook."
	TextWebhookSecreto  = "El secreto empieza con whsec_ y sigue en base64, de 24 a 64 bytes. Déjelo vacío y el programa crea uno."
	TextEnviosFijos     = "Los avisos a otros sistemas los escribe el programa. Usted solo puede poner en «pendiente» uno fallido."
	TextEnvioRecuperado = "La base se recuperó de una copia y no se sabe si este aviso salió. Si falta allá, póngalo en pendiente."
)

// TextWebhookSellado tells that a secret can't be opened.
var TextWebhookSellado = "El secreto está cifrado con otra MESA_LLAVE, o la llave falta. " +
	"Ponga la de antes, o vacíe el secreto y dé el nuevo al otro sistema."

// TextWebhookApagado tells that a system asked for no more.
func TextWebhookApagado(nombre string) string {
	return "El sistema «" + nombre + "» pidió no recibir más avisos (410). Revise «webhooks»: corrija la dirección y actívelo, o bórrelo."
}

// TextWebhookEspera tells that a system is not told.
func TextWebhookEspera(nombre string) string {
	return "Hay avisos que no llegan al sistema «" + nombre + "». Revise «webhooks»: la columna «error» dice por qué."
}
