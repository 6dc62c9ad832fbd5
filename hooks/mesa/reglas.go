package mesa

import (
	"fmt"
	"strings"
)

// Reglas puts the office's own rules into a text that names them in braces, so that no text
// says what the settings don't. A brace that names no rule stays as it was typed.
func (e *Entidad) Reglas(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	privacy := e.Privacidad()
	return strings.NewReplacer(
		"{regla_presentacion}", e.reglaPresentacion(),
		"{plazo_subsanar}", e.plazoSubsanar(),
		"{inicio_plazo}", e.inicioPlazo(),
		"{dias_subsanacion}", Days(e.DiasSubsanacion(), "habiles"),
		"{horario}", e.GetString("horario"),
		"{limite_mb}", fmt.Sprint(e.MaxBytes()>>20),
		"{limite_subsanacion_mb}", fmt.Sprint(e.MaxBytesSubsanacion()>>20),
		"{horas_borrador}", fmt.Sprint(e.HorasBorrador()),
		"{max_anexos}", e.maxAnexos(),
		"{identidades}", e.identidades(),
		"{fotos}", e.fotos(),
		"{pasos_pdf}", "- "+TextPasosAndroid+"\n- "+TextPasosIPhone+"\n- "+TextPasosWindows,
		"{domicilio}", e.domicilio(),
		"{datos_personales}", privacy.datosPersonales(),
		"{decisiones_automaticas}", privacy.Automaticas+" "+privacy.Persona,
	).Replace(text)
}

// reglaPresentacion says on which day counts what arrives when the office doesn't work.
func (e *Entidad) reglaPresentacion() string {
	if e.GetString("regla_presentacion") == "mismo_dia" {
		return "Lo que llega un sábado, domingo, feriado o día no laborable cuenta como presentado ese mismo día. " +
			"Los plazos corren desde el día hábil siguiente."
	}
	return "Lo que llega un sábado, domingo, feriado o día no laborable cuenta como presentado el primer día hábil siguiente."
}

// plazoSubsanar is TextPlazoSubsanar for what is observed from now on.
func (e *Entidad) plazoSubsanar() string {
	return TextPlazoSubsanar(e.DiasSubsanacion(), e.InicioSubsanacion() == InicioAcuse)
}

// TextPlazoSubsanar says how long the term to correct is, and since when it runs: from the
// acknowledgement, or from the sending.
func TextPlazoSubsanar(days int, fromAcuse bool) string {
	since := "al envío de nuestro aviso"
	if fromAcuse {
		since = "a aquel en que conste que recibió nuestro aviso"
	}
	return "Tiene " + Days(days, "habiles") + " para subsanar, contados desde el día hábil siguiente " + since + "."
}

// inicioPlazo says since when the answer term that the citizen is told runs.
func (e *Entidad) inicioPlazo() string {
	if e.GetString("inicio_plazo") == "presentacion" {
		return "El plazo de respuesta que le indicamos se cuenta desde el día siguiente a la presentación."
	}
	return "El plazo de respuesta que le indicamos se cuenta desde el registro, salvo en los trámites que lo cuentan desde la presentación. " +
		"El plazo de ley se cuenta siempre desde el día siguiente a la recepción (art. 131.1 de la Ley 27444)."
}

var inLetters = []string{"", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"}

// maxAnexos says how many annexes a filing may have.
func (e *Entidad) maxAnexos() string {
	if n := e.MaxAnexos(); n > 1 {
		return "hasta " + inLetters[n] + " anexos"
	}
	return "un anexo"
}

// identidades lists the identity documents that the office takes, as a sentence does.
func (e *Entidad) identidades() string {
	var names []string
	for _, tipo := range e.Identidades() {
		names = append(names, identidadEnFrase(tipo))
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " o " + names[last]
	}
	return names[0]
}

func identidadEnFrase(tipo string) string {
	switch tipo {
	case CE:
		return "carné de extranjería"
	case Pasaporte:
		return "pasaporte"
	case PTP:
		return "permiso temporal de permanencia (PTP)"
	case CIP:
		return "carné de identidad personal (CIP)"
	}
	return tipo
}

// domicilio says whether the form asks for the address or leaves it to the person.
func (e *Entidad) domicilio() string {
	if e.GetBool("exigir_domicilio") {
		return "su domicilio"
	}
	return "si desea, su domicilio"
}

// fotos says what becomes of photos of a document.
func (e *Entidad) fotos() string {
	if e.AdmiteFotos() {
		return "Si tiene fotos de su documento, súbalas: la página las une en un solo PDF."
	}
	return "Si tiene fotos de su documento, guárdelas primero como PDF."
}
