package reloj

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// standing are the columns of the terms that a move may stop.
var standing = []string{"vence_revision", "vence_respuesta", "vence_subsanacion", "plazo_desde", "plazo_dias", "plazo_tipo"}

// StandStill stops every term of a filing: while it is observed the office's
// stand still (art. 125.3 of Ley 27444), and the citizen's starts with the notice.
func StandStill(s *mesa.Solicitud) {
	for _, f := range standing {
		s.Set(f, nil)
	}
}

// AwaitReview starts what runs once a filing, or its correction, came in on the
// day from: the review, and the answer too where it is counted from there (art.
// 131.1 of Ley 27444).
func (c *Reading) AwaitReview(s *mesa.Solicitud, from time.Time) error {
	s.Set("vence_revision", c.cal.Due(from, mesa.DiasRevision, plazos.Habiles))
	s.Set("plazo_desde", plazos.Date(from))
	s.Set("plazo_dias", nil)
	s.Set("plazo_tipo", nil)
	if !c.Entidad.FromFiling() {
		return nil
	}
	return c.AwaitAnswer(s, from)
}

// AwaitAnswer starts the answer term on the day from, with the days that the
// procedure has now: a later change of the catalogue moves no term that runs.
func (c *Reading) AwaitAnswer(s *mesa.Solicitud, from time.Time) error {
	tramite, err := c.app.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
	if err != nil {
		return err
	}
	s.Set("plazo_desde", plazos.Date(from))
	days, tipo := tramite.GetInt("plazo_dias"), plazos.TipoDias(tramite.GetString("tipo_dias"))
	if days <= 0 {
		return nil
	}
	s.Set("plazo_dias", days)
	s.Set("plazo_tipo", string(tipo))
	s.Set("vence_respuesta", c.cal.Due(from, days, tipo))
	return nil
}

// AwaitCorrection starts the citizen's term on the day its notice was accepted
// for delivery.
func (c *Reading) AwaitCorrection(s *mesa.Solicitud, sent time.Time) {
	days := c.Entidad.DiasSubsanacion()
	s.Set("plazo_desde", plazos.Date(sent))
	s.Set("plazo_dias", days)
	s.Set("plazo_tipo", string(plazos.Habiles))
	s.Set("vence_subsanacion", c.cal.Due(sent, days, plazos.Habiles))
}
