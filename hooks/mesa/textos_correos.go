package mesa

import (
	"strings"
	"time"
)

// What staff read about mails that did not leave.
const (
	TextCorreoYaSalio   = "Ese correo ya salió: no se envía otra vez."
	TextCorreoConCedula = "Ese aviso ya se notificó por cédula: no se envía por correo."
	TextCorreoAjeno     = "Su rol no envía otra vez este correo. Pídaselo a mesa de partes."
	TextSinCorreosMalos = "Ningún correo de esta solicitud necesita salir otra vez."
	TextCorreoTarde     = "Llegó tarde: un acto posterior ocupó su lugar, o pasó su día."
	TextCorreoMudo      = "Ningún correo sale: falta configurar el servidor de correo."
)

// TextCorreoParado says on every page of the inbox that nothing leaves.
func TextCorreoParado(since time.Time) string {
	return "Los correos no salen: el más antiguo espera desde el " + FullTime(since) + "."
}

// PorQueNoSalio says in plain words why a mail did not leave, and gives the mail server's
// own words when they say more.
func PorQueNoSalio(estado EstadoCorreo, failure string) (why, detail string) {
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(failure, p) {
				return true
			}
		}
		return false
	}
	switch {
	case failure == "" && estado == CorreoPendiente:
		return "Está en la cola y sale en su turno.", ""
	case has(TextSinDireccion, TextCorreoTarde, TextSinServidor, TextServidorCallado, TextFuePorCedula, TextCorreoRecuperado):
		return failure, ""
	case has(TextSinConfirmar):
		return "El servidor de correo recibió el mensaje y no confirmó: puede haber llegado o no.",
			strings.TrimSpace(strings.TrimPrefix(failure, TextSinConfirmar))
	case has(TextDireccionRechazada("")):
		return "El servidor de correo rechazó la dirección: no existe o no recibe correos.",
			strings.TrimPrefix(failure, TextDireccionRechazada(""))
	case has("no such host", "connection refused", "dial tcp", "network is unreachable", "EOF", "connection reset"):
		return "No se pudo llegar al servidor de correo.", failure
	case has("x509", "tls:"):
		return "La conexión segura con el servidor de correo falló.", failure
	case strings.HasPrefix(failure, "535"), strings.HasPrefix(failure, "534"), strings.HasPrefix(failure, "530"):
		return "El servidor de correo no acepta la cuenta o la contraseña que tiene configuradas.", failure
	}
	return "El servidor de correo no aceptó el mensaje.", failure
}

// NombreCorreo is the kind of a mail in words.
func NombreCorreo(t TipoCorreo) string {
	if name, known := nombresCorreo[t]; known {
		return name
	}
	return "Aviso"
}

var nombresCorreo = map[TipoCorreo]string{
	CorreoRecepcion: "Cargo de presentación", CorreoObservacion: "Aviso de observaciones", CorreoRecordatorio: "Recordatorio",
	CorreoPorEnviar: "Aviso de subsanación sin enviar",
	CorreoPlazo:     "Cambio de plazo", CorreoSubsanacion: "Cargo de subsanación", CorreoNoPresentada: "Aviso de no presentada",
	CorreoDerivacion: "Aviso de derivación", CorreoRespuesta: "Respuesta", CorreoNumeros: "Números de sus solicitudes",
	CorreoResumen: "Resumen diario del personal", CorreoCredenciales: "Aviso de credenciales",
	CorreoCambio: "Cambio de correo", CorreoBorrador: "Aviso de borrador sin enviar",
	CorreoInicioPlazo: "Inicio del plazo para subsanar", CorreoPrueba: "Correo de prueba", CorreoAlarma: "Alarma",
	CorreoEncauzada: "Cambio de trámite", CorreoRemitida: "Aviso de remisión", CorreoProrroga: "Aviso de prórroga",
	CorreoDesistimiento: "Aviso de desistimiento", CorreoArchivo: "Aviso de archivo", CorreoReapertura: "Aviso de reapertura",
}

// NombreEstadoCorreo is where a mail stands, in words.
func NombreEstadoCorreo(e EstadoCorreo) string {
	switch e {
	case CorreoEnviado:
		return "Enviado"
	case CorreoIncierto:
		return "Sin confirmar"
	case CorreoFallido:
		return "No salió"
	}
	return "En espera"
}
