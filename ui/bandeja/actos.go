package bandeja

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

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
	"cedula":        {Etapa: mesa.EtapaCedula, Boton: "Anotar cédula entregada", Hecho: "notificada por cédula", Stays: true},
	"subsanado":     {Etapa: mesa.EtapaSubsanado, Boton: "Subsanar en mesa", Hecho: "subsanada en mesa de partes", Stays: true},
	"desistir":      {Etapa: mesa.EtapaDesistido, Boton: "Registrar desistimiento", Hecho: "archivada por desistimiento"},
	"nota":          {Etapa: mesa.EtapaNota, Boton: "Anotar", Tecla: "m", Hecho: "con una nota nueva", Stays: true},
	"reintentar":    {Hecho: "su correo espera salir otra vez", Stays: true},
	"asignar":       {Boton: "Asignar", Tecla: "a", Hecho: "asignada", Stays: true},
	"posponer":      {Boton: "Posponer", Hecho: "pospuesta; vuelve a la lista ese día"},
}

// hechoEn is what an act did to a filing, as it stands now.
func (b *Bandeja) hechoEn(e *core.RequestEvent, name string, s *mesa.Solicitud) string {
	onPaper := s.GetString("correo") == ""
	switch {
	case name == "observar" && onPaper:
		return "observada: notifique por cédula"
	case name == "atender" && onPaper:
		return "atendida: notifique la respuesta por cédula"
	case name == "registrar":
		done := "registrada " + s.GetString("expediente")
		if area, err := e.App.FindRecordById(mesa.ColAreas, s.GetString("area")); err == nil && s.Estado() == mesa.Derivada {
			return done + ", derivada a " + area.GetString("nombre")
		}
		return done + "; falta derivar"
	}
	return acts[name].Hecho
}

// order is how the bar shows the acts.
var order = []string{
	"registrar", "observar", "derivar", "atender", "devolver", "archivar", "no-presentada", "subsanado", "cedula",
	"reconducir", "remitir", "prorrogar", "desistir", "reabrir", "asignar", "posponer", "nota",
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
