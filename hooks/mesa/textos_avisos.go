package mesa

import "time"

// What a page points out and does not refuse.

// TextIgualAlObservado points a correction out that is the observed file again.
const TextIgualAlObservado = "Este archivo es igual al observado. Compruebe que subió el corregido."

// TextMismoArchivo points out one file in two places of a form.
func TextMismoArchivo(place, other string) string {
	return place + " y " + other + " son el mismo archivo. Compruebe que no se equivocó al elegir."
}

// TextContara says, on a day that does not count, on which day a filing that is sent now
// counts. why is as plazos.Calendar.Why gives it; the date is read in its own zone.
func TextContara(day time.Time, why string) string {
	today := "Hoy es " + why
	if why != "sábado" && why != "domingo" {
		today = "Hoy no es día laborable (" + why + ")"
	}
	return today + ". Puede enviar su solicitud ahora: contará como presentada el " + DateInWords(day) + "."
}
