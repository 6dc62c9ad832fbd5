package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// mailRecepcion queues "Hemos recibido su solicitud".
func (d *Desk) mailRecepcion(tx core.App, entidad *mesa.Entidad, s *mesa.Solicitud, mov *core.Record, docs []*core.Record) error {
	data, err := mailData(tx, s)
	if err != nil {
		return err
	}
	data["Recibida"] = fullTime(s.RecibidaEn())
	data["Cuenta"] = ""
	data["Traslado"] = s.GetString("presentada_texto")
	if motivo := s.GetString("presentada_motivo"); motivo != "" {
		data["Cuenta"] = mesa.DateInWords(s.PresentadaEl().In(plazos.Lima))
		data["Motivo"] = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), motivo)
	}
	var names []string
	for _, clase := range mesa.ClasesCiudadano() {
		for _, doc := range docs {
			if doc.GetString("clase") == clase {
				names = append(names, doc.GetString("nombre"))
			}
		}
	}
	data["Documentos"] = names
	data["Dias"] = entidad.DiasSubsanacion()
	return d.Mailer.Enqueue(tx, correo.Mail{Tipo: "recepcion", Para: s.GetString("correo"), Solicitud: s.Id, Movimiento: mov.Id, Data: data})
}
