package mesa

// nombresEtapa are the stages as the staff's screens say them.
var nombresEtapa = map[Etapa]string{
	EtapaRecepcion: "Recepción", EtapaObservado: "Observada", EtapaSubsanado: "Subsanó", EtapaNoPresentado: "No presentada",
	EtapaRegistrado: "Registrada", EtapaDerivado: "Derivada", EtapaAtendido: "Atendida", EtapaArchivado: "Archivada",
	EtapaNota: "Nota interna", EtapaCedula: "Notificada por cédula", EtapaDevuelto: "Devuelta", EtapaReconducido: "Encauzada",
	EtapaRemitido: "Remitida", EtapaProrrogado: "Plazo prorrogado", EtapaDesistido: "Desistió", EtapaReabierto: "Reabierta",
}

// NombreEtapa is a stage as the staff's screens say it.
func NombreEtapa(t Etapa) string { return nombresEtapa[t] }

var nombresEstado = map[Estado]string{
	Recibida: "Por revisar", Observada: "Observada", Subsanada: "Subsanada", NoPresentada: "No presentada", Registrada: "Por derivar",
	Derivada: "En el área", Atendida: "Atendida", Archivada: "Archivada", Remitida: "Remitida",
}

// NombreEstado is a state as the staff's screens say it.
func NombreEstado(e Estado) string { return nombresEstado[e] }

// EtapasDe lists the stages by which an actor may move a filing in a state, in the order
// of the table; whether it may move this very filing is a rule of the move.
func EtapasDe(e Estado, by Actor) []Etapa {
	var list []Etapa
	for _, t := range Etapas() {
		if _, err := e.next(t, by); err == nil {
			list = append(list, t)
		}
	}
	return list
}
