package mesa

import (
	"strings"
	"time"
)

// TextRelojBien says that the clock came back to an hour that can be right.
const TextRelojBien = "El reloj del servidor ya no está atrasado: otra vez se dan números y se registran movimientos."

// TextRelojAtrasado refuses a number or a move while the machine's clock shows an
// instant before what is stored.
func TextRelojAtrasado(now, newest time.Time) string {
	return "El reloj del servidor marca " + FullTime(now) + ", pero lo último que guardamos es del " + FullTime(newest) + ". " +
		"Hasta que se corrija la hora no damos números ni registramos movimientos. " +
		"Lo que usted avanzó está guardado: vuelva a intentarlo en unos minutos."
}

// TextRelojSinConfirmar tells staff what waits after the clock went forward by days.
func TextRelojSinConfirmar(latido, now time.Time) string {
	return "El reloj del servidor pasó del " + FullTime(latido) + " al " + FullTime(now) + ", y nadie confirmó esa hora. " +
		"Se reciben solicitudes, pero ninguna se cierra ni se da por aprobada por silencio. " +
		"Si la hora es la correcta, ejecute en el servidor: mesadepartes reloj confirmar --dir=CARPETA."
}

// TextRelojConfirmado says that the hour is trusted again, and by what.
func TextRelojConfirmado(now time.Time, por string) string {
	return "La hora del servidor quedó confirmada: " + FullTime(now) + ", por " + por + "."
}

// TextRelojAdelantado refuses to confirm an hour before what is stored.
func TextRelojAdelantado(now, newest time.Time) string {
	return "No se confirmó: el reloj marca " + FullTime(now) + " y lo último guardado es del " + FullTime(newest) + ". " +
		"Si el reloj está atrasado, corríjalo. Si antes estuvo adelantado y ahora está bien, agregue --estuvo-adelantado."
}

// TextSilencioSinConfirmar is the alert of a filing that silence approved if the
// clock is right.
func TextSilencioSinConfirmar(day string) string {
	return "SILENCIO POSITIVO: vencía el " + day + "; falta confirmar la hora del servidor."
}

// TextSinDerivar is the alert of a registered filing that stayed at reception.
func TextSinDerivar(day string) string {
	return "Sin derivar desde el " + day + ": se deriva el mismo día (art. 132.1 de la Ley 27444)."
}

// TextPorCedulaEn says, for staff, which notice must go on paper, and where to.
func TextPorCedulaEn(day, domicilio string) string {
	if domicilio == "" {
		return TextPorCedula(day)
	}
	return TextPorCedula(day) + " Domicilio: " + strings.TrimSuffix(domicilio, ".") + "."
}

// TextPlazoRetenido is the alert of a filing whose term ended on a day of a proposed outage.
func TextPlazoRetenido(last string) string {
	return "INTERRUPCIÓN POR CONFIRMAR: el plazo para subsanar terminó el " + last +
		". Confirme o retire la interrupción propuesta; mientras tanto no se cierra (art. 134.2 de la Ley 27444)."
}

// TextAbrioCorreccion is the note of a citizen who opened the correction with the code of
// the mail, which cures the notice (art. 27.2 of Ley 27444).
func TextAbrioCorreccion(at string) string {
	return "El ciudadano abrió la subsanación con el código de su correo el " + at +
		". Desde entonces consta que conoce las observaciones (art. 27.2 de la Ley 27444)."
}

// TextNoPresentadaDesde is the public line of a filing that the end of its term closed.
func TextNoPresentadaDesde(last string) string {
	return "El plazo para subsanar venció el " + last + " sin respuesta: la solicitud se tiene por no presentada."
}

// What a CEDULA asks for.
const (
	TextEntregadaEl      = "Escriba el día en que se entregó la cédula."
	TextEntregadaManana  = "La cédula no puede haberse entregado después de hoy."
	TextEntregadaAntes   = "La cédula no puede haberse entregado antes del aviso que notifica."
	TextEntregadaInhabil = "Ese día no es hábil: una cédula se entrega en día hábil (art. 18 de la Ley 27444). Revise la fecha."
)

// TextCedula is the public line of a notice on paper; it names nobody.
func TextCedula(numero, day string) string {
	return "Se notificó con la cédula " + numero + ", entregada el " + day + "."
}

// TextCuentaDesde is the public line of a correction that counts on a later day than it
// arrived; why is as CountsLater gives it.
func TextCuentaDesde(line, day, why string) string {
	return strings.TrimSuffix(line, ".") + cuentaDesde + day + ": " + why + "."
}

const cuentaDesde = ". Cuenta desde el "

// SubsanadoCuenta is the day, and why, that TextCuentaDesde wrote; "" for a correction
// that counts on its own day.
func SubsanadoCuenta(line string) string {
	_, text, _ := strings.Cut(line, cuentaDesde)
	return strings.TrimSuffix(text, ".")
}

// TextVencida says what a person may do once the law's term to answer ended without an
// answer, by what silence means for the procedure. information is a request under Ley 27806.
func TextVencida(day, silencio string, information bool) string {
	over := "El plazo de ley para responderle venció el " + day + ". "
	const queja = "También puede presentar una queja por defectos de tramitación (art. 158 de la Ley 27444)."
	switch {
	case information:
		return over + "Puede considerar denegado su pedido y apelar ante el Tribunal de Transparencia (art. 11 de la Ley 27806). " + queja
	case silencio == "positivo":
		return over + "Por silencio positivo, su solicitud se tiene por aprobada (art. 33 de la Ley 27444). " + queja
	case silencio == "negativo":
		return over + "Puede considerar denegada su solicitud e interponer un recurso, o esperar la respuesta (art. 34 de la Ley 27444). " + queja
	}
	return over + "La entidad mantiene la obligación de responderle. Puede presentar una queja por defectos de tramitación " +
		"(art. 158 de la Ley 27444)."
}

// TextPosibleReapertura is the alert of a closed filing whose term, by the calendar of
// today, ended later than it was closed.
func TextPosibleReapertura(last, motivo string) string {
	return posibleReapertura + motivo + ". Con ese calendario su plazo para subsanar vencía el " + last + "."
}

const posibleReapertura = "POSIBLE REAPERTURA: "

// AlertParts are what the alert of a closed filing says of a possible reopening and of a
// notice that must go by cédula, "" for what it does not say.
func AlertParts(alerta string) (reopening, paper string) {
	if !strings.HasPrefix(alerta, posibleReapertura) {
		return "", alerta
	}
	if at := strings.Index(alerta, porCedula); at > 0 {
		return strings.TrimSpace(alerta[:at]), alerta[at:]
	}
	return alerta, ""
}

// maxAlerta is how long the column of the alert is.
const maxAlerta = 500

// CutAlert shortens an alert that its column does not hold.
func CutAlert(alerta string) string {
	if letters := []rune(alerta); len(letters) > maxAlerta {
		return string(letters[:maxAlerta-1]) + "…"
	}
	return alerta
}
