package mesa

import "strings"

// What the settings of the office are refused with.
const (
	TextNoAtiende         = "Esta mesa de partes digital todavía no atiende al público. Mientras tanto, acérquese a la oficina."
	TextNoAtiendePersonal = "Todavía no se reciben solicitudes: un administrador debe confirmar «Estos datos son de mi entidad» " +
		"en Puesta en marcha."

	TextDiasSinBase = "La ley da dos días hábiles para subsanar (art. 125 de la Ley 27444). " +
		"Para dar más, hasta diez, escriba la norma que lo permite en el campo de su base legal."
	TextDiaSinBase = "Escriba la norma que declara ese día no laborable: " +
		"la entidad no puede declararlo por sí misma (art. 137.3 de la Ley 27444)."
	TextTerminosVacios      = "Escriba los términos y condiciones: sin ellos nadie puede presentar una solicitud."
	TextTerminosFijos       = "Las versiones de los términos se conservan como se aceptaron. Cambie los términos en la ficha de la entidad."
	TextInterrupcionFutura  = "Escriba un momento que ya pasó. Si la interrupción todavía dura, deje «hasta» vacío."
	TextInterrupcionAlReves = "La interrupción no puede terminar antes de empezar."
	TextInterrupcionLarga   = "Registre como máximo 31 días a la vez."
	TextInterrupcionVista   = "El programa no estuvo en marcha. Escriba qué ocurrió, como lo leerá el ciudadano."
	TextRegion              = "Escriba una de las 25 regiones del Perú, por ejemplo Áncash o Callao."
	TextEnlaceSeguro        = "Escriba la dirección completa de la página, con https:// al comienzo."
	TextSinTipoDias         = "Elija cómo se cuentan los días del plazo: hábiles o calendario."
	TextSinSilencio         = "Elija qué ocurre si vence el plazo sin respuesta: silencio positivo, negativo o no aplica."
	TextMetaMayor           = "La meta de la entidad no puede ser mayor que el plazo de ley."
)

// TextProvincia refuses a province that is not of the region.
func TextProvincia(region string, provincias []string) string {
	return "Esa provincia no es de " + region + ". Elija una de estas: " + strings.Join(provincias, ", ") + "."
}

// What citizens read of an outage.
const (
	TituloInterrupciones    = "Interrupciones del servicio"
	InterrupcionDelServicio = "interrupción del servicio"
)

// TextInterrupcionMotivo says in the trail why terms moved.
func TextInterrupcionMotivo(day string) string {
	return "se registró una interrupción del servicio el " + day + " (art. 134.2 de la Ley 27444)"
}
