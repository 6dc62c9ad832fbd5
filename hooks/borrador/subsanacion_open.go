package borrador

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// openCorrection begins a correction of a filing that is observed and in term. It is
// proved from the start when the record carries the proof of the filing's address.
func (r *Room) openCorrection(e *core.RecordEvent) error {
	return r.begin(e, e.Record.GetString("solicitud"))
}

// begin gives a correction to the browser whose secret the record holds, for an hour.
func (r *Room) begin(e *core.RecordEvent, solicitud string) error {
	s, err := r.correctable(e.App, solicitud)
	if err != nil {
		return err
	}
	mesa.AsSubsanacion(e.Record).Extend(r.Now())
	e.Record.Set("enviada_en", "")
	e.Record.Set("validada", r.Codes.Proved(e.Record, s.GetString("correo")))
	return e.Next()
}

// correctable finds a filing that the citizen may correct now, or says why not.
func (r *Room) correctable(app core.App, id string) (*mesa.Solicitud, error) {
	row, err := app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextReferencia)
	}
	s := mesa.AsSolicitud(row)
	return s, s.Correctable(r.Now())
}
