package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// mailRecordatorio queues "Hoy vence su plazo para subsanar", with what is still
// missing.
func (d *Desk) mailRecordatorio(tx core.App, s *mesa.Solicitud) error {
	movs, err := tx.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id} && etapa = 'OBSERVADO'", "-fecha", 1, 0, dbx.Params{"id": s.Id})
	if err != nil {
		return err
	}
	if len(movs) == 0 {
		return nil // nothing was asked
	}
	entidad, err := oficina.Read(tx)
	if err != nil {
		return err
	}
	data, err := d.observacionData(tx, entidad, s, movs[0])
	if err != nil {
		return err
	}
	last := s.VenceSubsanacion().In(plazos.Lima)
	data["Vence"] = mesa.DateInWords(last)
	return d.Mailer.Enqueue(tx, correo.Mail{
		Tipo: "recordatorio", Para: s.GetString("correo"), Solicitud: s.Id, Movimiento: movs[0].Id,
		Clave: reminderKey(s.Id, last), Data: data,
	})
}
