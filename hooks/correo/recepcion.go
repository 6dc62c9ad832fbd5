package correo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Recepcion queues "Hemos recibido su solicitud", with the documents received.
func (m *Mailer) Recepcion(tx core.App, a Aviso, docs []*core.Record) error {
	s := a.Solicitud
	tramite, err := mesa.FindTramite(tx, s.GetString("tramite"))
	if err != nil {
		return err
	}
	extra := map[string]any{
		"PorProbar": !s.CorreoProbado(), "Tramite": tramite.GetString("nombre"),
		"Recibida": mesa.FullTime(s.RecibidaEn()), "Cuenta": mesa.InLima(s.PresentadaEl()), "Motivo": "",
		"Traslado": s.GetString("presentada_texto"), "Documentos": received(docs), "Folios": folios(docs),
		"Dias": a.Entidad.DiasSubsanacion(), "PorAcuse": a.Entidad.InicioSubsanacion() == mesa.InicioAcuse,
	}
	if motivo := s.GetString("presentada_motivo"); motivo != "" {
		extra["Motivo"] = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), motivo)
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRecepcion}, extra)
}

// receivedDocument is a file as a receipt names it.
type receivedDocument struct {
	Nombre, Numero, Sha256 string
	Folios                 int
}

// folios is how many a receipt promises in all.
func folios(docs []*core.Record) (n int) {
	for _, doc := range docs {
		n += doc.GetInt("folios")
	}
	return n
}

// received lists documents as a receipt names them, in the order of the form.
func received(docs []*core.Record) (list []receivedDocument) {
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		for _, doc := range docs {
			if doc.GetString("clase") == clase {
				list = append(list, receivedDocument{
					Nombre: doc.GetString("nombre"), Numero: doc.GetString("numero"), Sha256: doc.GetString("sha256"), Folios: doc.GetInt("folios"),
				})
			}
		}
	}
	return list
}
