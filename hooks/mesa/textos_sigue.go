package mesa

// What the page of a receipt says of what comes next. Days are in words.

// TextSigueRevision says by when reception looks through the documents; day is "" when no
// day can be promised.
func TextSigueRevision(day string) string {
	if day == "" {
		return "Mesa de partes revisa sus documentos. Si falta algo, se lo dirá una sola vez."
	}
	return "Mesa de partes revisa sus documentos a más tardar el " + day + ". Si falta algo, se lo dirá una sola vez."
}

// TextSigueObservada goes before the office's rule on the term to correct.
const TextSigueObservada = "Si hay observaciones, le escribiremos a su correo. "

// TextSigueRespuesta says between which days the office has to answer.
func TextSigueRespuesta(from, last string) string {
	return "El plazo de respuesta se cuenta desde el día siguiente al " + from + ". La respuesta le llega a más tardar el " + last + "."
}

// TextSigueRegistro says that the answer term has no day yet: it is told from the
// registration. plazo is in words.
func TextSigueRegistro(plazo string) string {
	return "El plazo de respuesta que le indicamos, " + plazo + ", se cuenta desde que mesa de partes registre su solicitud. " +
		"Su último día aparecerá entonces en el seguimiento."
}

// TextSigueAvanzada says that a filing has moved on since its receipt.
const TextSigueAvanzada = "Su solicitud ya avanzó. Vea en el seguimiento qué falta y hasta cuándo."
