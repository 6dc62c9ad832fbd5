package mesa

// The steps of a filing, as the tracking page names them.
const (
	HitoRecibida         = "Recibimos su solicitud"
	HitoRevisa           = "Mesa de partes revisa sus documentos"
	HitoObservada        = "Mesa de partes encontró observaciones"
	HitoRevisaCorreccion = "Mesa de partes revisa su corrección"
	HitoSubsanada        = "Recibimos su corrección"
	HitoNoPresentada     = "Se tuvo por no presentada"
	HitoSinCorreccion    = "El plazo terminó sin su corrección."
	HitoRegistrada       = "Mesa de partes la revisó y registró"
	HitoResponde         = "Le respondemos por correo"
	HitoRespondida       = "Le respondimos por correo"
	HitoArchivada        = "El trámite terminó y se archivó"
	HitoDesistida        = "Usted desistió y el trámite terminó"
	HitoMalSubsanada     = "Lo observado no quedó subsanado."
	HitoReservada        = "La respuesta se muestra después del código de su correo."
	HitoPlazoAjeno       = "El plazo corre desde que esa entidad la reciba."
)

// HitoRemitida says where a filing of another entity's went.
func HitoRemitida(entidad string) string { return "La remitimos a " + entidad }

// HitoAtiende says who works on a filing, an area or one still to be chosen.
func HitoAtiende(area string) string {
	if area == "" {
		return "La atiende el área que corresponde"
	}
	return "La atiende " + area
}

// HitoExpediente names the case, "" before there is one.
func HitoExpediente(expediente string) string {
	if expediente == "" {
		return ""
	}
	return "Expediente " + expediente
}

// HitoAvisoHasta says by when reception tells what is missing; day is in words.
func HitoAvisoHasta(day string) string {
	return "Si falta algo, le avisaremos a más tardar el " + day + "."
}

// HitoCorregirHasta says by when the citizen must correct; day is in words.
func HitoCorregirHasta(day string) string { return "Corrija lo indicado hasta el " + day + "." }

// HitoRespuestaHasta says by when the answer comes; day is in words.
func HitoRespuestaHasta(day string) string { return "A más tardar el " + day + "." }

// HitoRespuestaEn says how long an answer takes before its term runs.
func HitoRespuestaEn(plazo string) string { return "En " + plazo + " desde que se registre." }
