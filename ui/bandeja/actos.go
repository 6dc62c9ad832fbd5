package bandeja

import "mesadepartes/hooks/mesa"

// act is a move that a form of the review makes.
type act struct {
	Etapa mesa.Etapa
	Boton string // what the bar says
	Tecla string
	Hecho string // what was done, after "Solicitud 8-2026: "
	Stays bool   // the filing is shown again, and not the next one
}

// acts are the moves by the last part of their address.
var acts = map[string]act{
	"observar":      {Etapa: mesa.EtapaObservado, Boton: "Observar", Tecla: "o", Hecho: "observada; se avisa al ciudadano"},
	"registrar":     {Etapa: mesa.EtapaRegistrado, Boton: "Registrar", Tecla: "r", Hecho: "registrada"},
	"derivar":       {Etapa: mesa.EtapaDerivado, Boton: "Derivar", Tecla: "d", Hecho: "derivada"},
	"devolver":      {Etapa: mesa.EtapaDevuelto, Boton: "Devolver a mesa", Tecla: "z", Hecho: "devuelta a mesa de partes"},
	"atender":       {Etapa: mesa.EtapaAtendido, Boton: "Atender", Tecla: "t", Hecho: "atendida; la respuesta va por correo"},
	"archivar":      {Etapa: mesa.EtapaArchivado, Boton: "Archivar", Tecla: "e", Hecho: "archivada"},
	"reconducir":    {Etapa: mesa.EtapaReconducido, Boton: "Cambiar trámite", Hecho: "encauzada a otro trámite", Stays: true},
	"remitir":       {Etapa: mesa.EtapaRemitido, Boton: "Remitir", Hecho: "remitida"},
	"prorrogar":     {Etapa: mesa.EtapaProrrogado, Boton: "Prorrogar", Hecho: "con plazo prorrogado", Stays: true},
	"no-presentada": {Etapa: mesa.EtapaNoPresentado, Boton: "Declarar no presentada", Hecho: "declarada no presentada"},
	"reabrir":       {Etapa: mesa.EtapaReabierto, Boton: "Reabrir", Hecho: "reabierta", Stays: true},
	"cedula":        {Etapa: mesa.EtapaCedula, Boton: "Notificar por cédula", Hecho: "notificada por cédula", Stays: true},
	"subsanado":     {Etapa: mesa.EtapaSubsanado, Boton: "Subsanar en mesa", Hecho: "subsanada en mesa de partes", Stays: true},
	"desistir":      {Etapa: mesa.EtapaDesistido, Boton: "Registrar desistimiento", Hecho: "archivada por desistimiento"},
	"nota":          {Etapa: mesa.EtapaNota, Boton: "Anotar", Tecla: "m", Hecho: "con una nota nueva", Stays: true},
	"asignar":       {Boton: "Asignar", Tecla: "a", Hecho: "asignada", Stays: true},
}

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
