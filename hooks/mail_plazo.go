package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// mailPlazo tells the citizen that the term to correct ends on a later day.
func (d *Desk) mailPlazo(tx core.App, s *mesa.Solicitud, mov *core.Record, moved shift, motivo string) error {
	data, err := mailData(tx, s)
	if err != nil {
		return err
	}
	data["Antes"] = inLima(moved.was)
	data["Vence"] = inLima(moved.is)
	data["Motivo"] = motivo
	return d.Mailer.Enqueue(tx, correo.Mail{Tipo: "plazo", Para: s.GetString("correo"), Solicitud: s.Id, Movimiento: mov.Id, Data: data})
}
