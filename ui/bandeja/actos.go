package bandeja

import "mesadepartes/hooks/mesa"

// act is a move that a form of the review makes.
type act struct {
	Etapa  mesa.Etapa
	Boton  string // what the bar says
	Tecla  string
	Hecho  string   // what was done, after "Solicitud 8-2026: "
	Campos []string // of the form that are columns of the line
	Stays  bool     // the filing is shown again, and not the next one
}

// acts are the moves by the last part of their address.
var acts = map[string]act{
	"observar":      {mesa.EtapaObservado, "Observar", "o", "observada; se avisó al ciudadano", []string{"observaciones", "motivo", "confirma_silencio"}, false},
	"registrar":     {mesa.EtapaRegistrado, "Registrar", "r", "registrada", []string{"expediente"}, false},
	"derivar":       {mesa.EtapaDerivado, "Derivar", "d", "derivada", []string{"area", "copias", "instrucciones"}, false},
	"devolver":      {mesa.EtapaDevuelto, "Devolver a mesa", "z", "devuelta a mesa de partes", []string{"motivo", "instrucciones"}, false},
	"atender":       {mesa.EtapaAtendido, "Atender", "t", "atendida; la respuesta va por correo", answerFields, false},
	"archivar":      {mesa.EtapaArchivado, "Archivar", "e", "archivada", []string{"motivo", "confirma_silencio"}, false},
	"reconducir":    {mesa.EtapaReconducido, "Cambiar trámite", "", "encauzada a otro trámite", []string{"tramite", "motivo", "confirma_silencio"}, true},
	"remitir":       {mesa.EtapaRemitido, "Remitir a otra entidad", "", "remitida", referralFields, false},
	"prorrogar":     {mesa.EtapaProrrogado, "Prorrogar", "", "con plazo prorrogado", []string{"vence_nuevo", "motivo"}, true},
	"no-presentada": {mesa.EtapaNoPresentado, "No presentada", "", "declarada no presentada", []string{"motivo"}, false},
	"reabrir":       {mesa.EtapaReabierto, "Reabrir", "", "reabierta", []string{"motivo"}, true},
	"cedula":        {mesa.EtapaCedula, "Notificar por cédula", "", "notificada por cédula", []string{"cedula_numero", "entregada_el", "observaciones"}, true},
	"subsanado":     {mesa.EtapaSubsanado, "Subsanar en mesa", "", "subsanada en mesa de partes", []string{"observaciones"}, true},
	"desistir":      {mesa.EtapaDesistido, "Desistimiento", "", "archivada por desistimiento", []string{"motivo"}, false},
	"nota":          {mesa.EtapaNota, "Nota", "m", "con una nota nueva", []string{"observaciones"}, true},
	"asignar":       {"", "Asignar", "a", "asignada", nil, true},
}

var answerFields = []string{
	"observaciones", "sentido", "documento_numero", "documento_fecha", "agota_via", "recursos", "confirma_silencio", "motivo", "instrucciones",
}

var referralFields = []string{"entidad_destino", "documento_numero", "documento_fecha", "motivo", "confirma_silencio"}

// order is how the bar shows the acts.
var order = []string{
	"registrar", "observar", "derivar", "atender", "devolver", "archivar", "no-presentada", "subsanado", "cedula",
	"reconducir", "remitir", "prorrogar", "desistir", "reabrir", "asignar", "nota",
}

// Principal tells whether the act is one that the bar shows first.
func (a actView) Principal() bool {
	switch a.Etapa {
	case mesa.EtapaRegistrado, mesa.EtapaDerivado, mesa.EtapaAtendido:
		return true
	}
	return false
}

// Mails tells whether the act sends a mail that can be read before.
func (a actView) Mails() bool {
	switch a.Etapa {
	case mesa.EtapaObservado, mesa.EtapaAtendido, mesa.EtapaArchivado, mesa.EtapaRemitido, mesa.EtapaReconducido, mesa.EtapaNoPresentado,
		mesa.EtapaDesistido, mesa.EtapaProrrogado, mesa.EtapaReabierto:
		return true
	}
	return false
}

// Enviar is the text of the form's button.
func (a actView) Enviar(siguiente string) string {
	if a.Stays || siguiente == "" {
		return a.Boton
	}
	return a.Boton + " y pasar a la siguiente"
}
