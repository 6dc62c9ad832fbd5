package hooks

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
)

// checkRegistrado gives the expediente number and starts the office's term.
func (d *Desk) checkRegistrado(m *moving) error {
	hidden, err := m.observed()
	if err != nil {
		return err
	}
	if len(hidden) > 0 {
		return mesa.Refuse(409, "etapa", mesa.TextObservacionOculta)
	}
	expediente := mesa.CleanLine(m.mov.GetString("expediente"))
	if expediente == "" {
		expediente = "EXP-" + m.s.Numero()
	}
	if mesa.TooLong(expediente, mesa.MaxNumeroDoc) {
		return mesa.Refuse(422, "expediente", mesa.TextTooLong(mesa.MaxNumeroDoc))
	}
	m.mov.Set("expediente", expediente)
	m.s.Set("expediente", expediente)
	due, err := d.answerDue(m)
	if err != nil {
		return err
	}
	m.s.Set("vence_respuesta", due)
	m.keepOnly("expediente")
	return nil
}

// answerDue is the last day to answer, zero when the procedure has no term. It
// runs from the registration, or from the filing; then a correction starts it
// anew (art. 131.1 of Ley 27444).
func (d *Desk) answerDue(m *moving) (time.Time, error) {
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return time.Time{}, err
	}
	days := tramite.GetInt("plazo_dias")
	if days <= 0 {
		return time.Time{}, nil
	}
	cal, err := calendar(m.tx, m.entidad)
	if err != nil {
		return time.Time{}, err
	}
	from := plazos.Date(d.Now())
	if m.entidad.GetString("inicio_plazo") == "presentacion" {
		from = m.s.PresentadaEl()
		last, err := m.tx.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id} && etapa = 'SUBSANADO'",
			"-fecha", 1, 0, dbx.Params{"id": m.s.Id})
		if err != nil {
			return time.Time{}, err
		}
		if len(last) > 0 {
			from = plazos.Date(last[0].GetDateTime("fecha").Time())
		}
	}
	return cal.Due(from, days, plazos.TipoDias(tramite.GetString("tipo_dias"))), nil
}
