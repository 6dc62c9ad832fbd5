package mesa

import "strings"

// What the ways out of a filing ask for, and what they refuse.
const (
	TextFaltaMotivo        = "Escriba el motivo: esta etapa no se registra sin él."
	TextFaltaMalSubsanado  = "Escriba qué no se subsanó o se subsanó mal: el ciudadano lo leerá."
	TextFaltaDesistimiento = "Escriba con qué documento se pide el desistimiento (art. 189 de la Ley 27444)."
	TextFaltaEscaneo       = "Adjunte en PDF lo que entregó el ciudadano."
	TextUnPDFCadaUno       = "Se observó más de un documento: adjunte un PDF por cada uno, en la bandeja."
	TextOtroTramite        = "Elija el trámite que corresponde: uno activo y distinto del que ya tiene la solicitud."
	TextFaltaEntidad       = "Escriba a qué entidad competente se remite."
	TextFaltaOficio        = "Escriba el número del documento con que se remite."
	TextFaltaFechaOficio   = "Escriba la fecha del documento con que se remite."
	TextFechaManana        = "Esa fecha todavía no llega. Revísela."
	TextFechaAntes         = "Esa fecha es anterior a la solicitud. Revísela."

	TextSinProrroga = "Este trámite no se prorroga: ninguna norma lo permite (art. 136.1 de la Ley 27444). " +
		"Si la hay, escríbala en el trámite."
	TextSinPlazo         = "Esta solicitud no tiene un plazo de ley que prorrogar."
	TextYaProrrogada     = "El plazo ya se prorrogó una vez y no se prorroga de nuevo."
	TextFaltaVenceNuevo  = "Escriba el nuevo último día para responder."
	TextVenceNuevoInutil = "Un plazo no termina ese día: no es hábil o no se atiende en horario normal. Elija un día hábil."

	TextSentido      = "Elija el sentido de la respuesta de la lista."
	TextSilencioBase = "Escriba en motivo la base legal para responder en contra de lo que se aprobó por silencio."
)

// What the trail says of a way out.
const (
	TextSubsanadoMesa = "Subsanación recibida en mesa de partes."
	TextDesistido     = "El ciudadano desistió de su solicitud."
)

// TextProrrogaVencida refuses to extend a term that ended.
func TextProrrogaVencida(last string) string {
	return "El plazo venció el " + last + ": solo se prorroga antes de que venza."
}

// TextProrrogaTarde refuses to extend a term of access to information that should have
// been extended at once.
func TextProrrogaTarde(last string) string {
	return "La prórroga se comunica en los dos días hábiles siguientes a la solicitud (art. 11.g de la Ley 27806). " +
		"Vencieron el " + last + "."
}

// TextVenceNuevoAntes refuses a new last day that extends nothing.
func TextVenceNuevoAntes(last string) string {
	return "El nuevo último día debe ser posterior al " + last + "."
}

// TextVenceNuevoLejos refuses a new last day that no extension reaches.
func TextVenceNuevoLejos(last string) string {
	return "Una prórroga no llega más allá del " + last + ": revise el año que escribió."
}

// TextSilencioOperado refuses to deny what silence approved.
func TextSilencioOperado(last string) string {
	return "El plazo venció el " + last + " y operó el silencio positivo: la solicitud se tiene por aprobada. " +
		"Para responder en contra, marque la confirmación y escriba en motivo la base legal (arts. 202 y 203 de la Ley 27444)."
}

// The remedies against an answer, as art. 24.1 of Ley 27444 wants them told. Staff may
// write others.
const (
	TextRecursos = "Contra esta respuesta puede presentar recurso de reconsideración o de apelación. " +
		"Preséntelo por esta mesa de partes, dirigido al órgano que emitió la respuesta. " +
		"El plazo es de 15 días hábiles desde el día siguiente a esta notificación (artículos 206 y 207 de la Ley 27444)."
	TextRecursosAcceso = "Puede apelar para que resuelva el Tribunal de Transparencia y Acceso a la Información Pública. " +
		"El plazo es de 15 días hábiles desde el día siguiente a esta notificación. " +
		"Base legal: artículo 11 de la Ley 27806 y artículo 34 de su Reglamento (DS 007-2024-JUS)."
	TextRecursosAgotada = "Puede impugnar esta respuesta ante el Poder Judicial, en un proceso contencioso administrativo. " +
		"El plazo es de tres meses desde esta notificación (Ley 27584)."
)

// Recursos is the usual text on the remedies against an answer, "" when it denies nothing.
func Recursos(s Sentido, agotaVia, acceso bool) string {
	switch {
	case !s.Adverse():
		return ""
	case agotaVia:
		return TextRecursosAgotada
	case acceso:
		return TextRecursosAcceso
	}
	return TextRecursos
}

// Words is the sense as the citizen reads it.
func (s Sentido) Words() string {
	switch s {
	case Favorable:
		return "Favorable"
	case FavorableEnParte:
		return "Favorable en parte"
	case Desfavorable:
		return "Desfavorable"
	case Improcedente:
		return "Improcedente"
	}
	return "Informativa"
}

// TextNoTrajo names on the public line the observed documents for which nothing was brought.
func TextNoTrajo(clases []string) string { return "No trajo: " + strings.Join(clases, ", ") + "." }
