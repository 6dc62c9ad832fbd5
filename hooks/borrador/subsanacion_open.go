package borrador

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/core"
)

// openCorrection begins a correction, for an hour, of a filing that is observed and in
// term. It is proved from the start when the record carries the proof of the filing's
// address. Each browser has a correction of its own: number and document alone take
// nobody else's away.
func (r *Room) openCorrection(e *core.RecordEvent) error {
	s, err := r.correctable(e.App, e.Record.GetString("solicitud"))
	if err != nil {
		return err
	}
	c := mesa.AsSubsanacion(e.Record)
	c.Extend(r.Now())
	c.Set("enviada_en", "")
	c.Set("validada", r.Codes.Proved(e.Record, s.GetString("correo")))
	return r.takeOver(e)
}

// correctable finds a filing that the citizen may correct now, or says why not.
func (r *Room) correctable(app core.App, id string) (*mesa.Solicitud, error) {
	row, err := app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextReferencia)
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	cal, err := oficina.Calendar(app, entidad, r.Now())
	if err != nil {
		return nil, err
	}
	s := mesa.AsSolicitud(row)
	return s, s.Correctable(s.LastToCorrect(cal), r.Now())
}
