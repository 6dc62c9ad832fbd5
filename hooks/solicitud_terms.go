package hooks

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// standing are the columns of the terms that a move may stop.
var standing = []string{"vence_revision", "vence_respuesta", "vence_subsanacion", "plazo_desde", "plazo_dias", "plazo_tipo"}

// standStill stops every term of a filing: while it is observed the office's
// stand still (art. 125.3 of Ley 27444), and the citizen's starts with the notice.
func standStill(s *mesa.Solicitud) {
	for _, f := range standing {
		s.Set(f, nil)
	}
}

// awaitReview starts what runs once a filing, or its correction, came in on the
// day from: the review, and the answer too where it is counted from there (art.
// 131.1 of Ley 27444).
func awaitReview(c *reading, s *mesa.Solicitud, from time.Time) error {
	s.Set("vence_revision", c.cal.Due(from, mesa.DiasRevision, plazos.Habiles))
	s.Set("plazo_desde", plazos.Date(from))
	s.Set("plazo_dias", nil)
	s.Set("plazo_tipo", nil)
	if !c.entidad.FromFiling() {
		return nil
	}
	return awaitAnswer(c, s, from)
}

// awaitAnswer starts the answer term on the day from, with the days that the
// procedure has now: a later change of the catalogue moves no term that runs.
func awaitAnswer(c *reading, s *mesa.Solicitud, from time.Time) error {
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

// awaitCorrection starts the citizen's term on the day its notice was accepted
// for delivery.
func awaitCorrection(c *reading, s *mesa.Solicitud, sent time.Time) {
	days := c.entidad.DiasSubsanacion()
	s.Set("plazo_desde", plazos.Date(sent))
	s.Set("plazo_dias", days)
	s.Set("plazo_tipo", string(plazos.Habiles))
	s.Set("vence_subsanacion", c.cal.Due(sent, days, plazos.Habiles))
}
