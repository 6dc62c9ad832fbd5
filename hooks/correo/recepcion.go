package correo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Recepcion queues "Hemos recibido su solicitud", with the documents received.
func (m *Mailer) Recepcion(tx core.App, a Aviso, docs []*core.Record) error {
	s := a.Solicitud
	extra := map[string]any{
		"Recibida": mesa.FullTime(s.RecibidaEn()), "Cuenta": "", "Traslado": s.GetString("presentada_texto"),
		"Documentos": receivedNames(docs), "Dias": a.Entidad.DiasSubsanacion(), "PorAcuse": a.Entidad.InicioSubsanacion() == mesa.InicioAcuse,
	}
	if motivo := s.GetString("presentada_motivo"); motivo != "" {
		extra["Cuenta"] = mesa.InLima(s.PresentadaEl())
		extra["Motivo"] = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), motivo)
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRecepcion}, extra)
}

// receivedNames lists documents by name, in the order of the form.
func receivedNames(docs []*core.Record) (names []string) {
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		for _, doc := range docs {
			if doc.GetString("clase") == clase {
				names = append(names, doc.GetString("nombre"))
			}
		}
	}
	return names
}
