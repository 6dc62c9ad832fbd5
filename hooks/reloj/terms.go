package reloj

import (
	"cmp"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// standing are the columns of the terms that a move may stop.
var standing = []string{
	"vence_revision", "vence_respuesta", "vence_subsanacion", "plazo_desde", "plazo_dias", "plazo_tipo",
	"vence_legal", "legal_desde", "legal_dias", "legal_tipo", "meta_dias",
}

// StandStill stops every term of a filing: while it is observed the office's
// stand still (art. 125.3 of Ley 27444), and the citizen's starts with the notice.
func StandStill(s *mesa.Solicitud) {
	for _, f := range standing {
		s.Set(f, nil)
	}
}

// AwaitReview starts what runs once a filing, or its correction, came in at the instant of
// the reading: the term of the law from the day it came in (art. 131.1 of Ley 27444), and
// from the day on which it counts the review, and the answer too where that is told so.
func (c *Reading) AwaitReview(s *mesa.Solicitud, counts time.Time) error {
	if err := c.beginReview(s, counts); err != nil {
		return err
	}
	s.Set("plazo_desde", plazos.Date(counts))
	s.Set("plazo_dias", nil)
	s.Set("plazo_tipo", nil)
	if err := c.CountLegal(s, c.Now); err != nil {
		return err
	}
	fromFiling, err := c.FromFiling(s)
	if err != nil || !fromFiling {
		return err
	}
	return c.AwaitAnswer(s, counts)
}

// beginReview starts reception's two working days: from the day on which the filing counts,
// those of a request for public information from the day it came in, like the law's term (arts.
// 125.6 and 131.1 of Ley 27444, art. 16.1 of DS 007-2024-JUS).
func (c *Reading) beginReview(s *mesa.Solicitud, counts time.Time) error {
	tramite, err := c.tramite(s)
	if err != nil {
		return err
	}
	if mesa.AccesoInformacion(tramite) {
		counts = c.Now
	}
	s.Set("vence_revision", c.cal.Due(counts, mesa.DiasRevision, plazos.Habiles))
	return nil
}

// AccessUntil is the last day to observe a request for public information or to tell its
// extension: two working days from the day it, or its correction, came in (art. 16.1 of DS
// 007-2024-JUS, art. 11.g of Ley 27806). A reopening gives no other.
func (c *Reading) AccessUntil(s *mesa.Solicitud) (time.Time, error) {
	from, err := c.CameIn(s)
	return c.Due(from, mesa.DiasProrrogaAcceso, plazos.Habiles), err
}

// CountLegal starts the term that the law gives the office, on the day from, with the days
// that the procedure has now: a later change of the catalogue moves no term that runs. What
// silence means stays as it was when the filing came in.
func (c *Reading) CountLegal(s *mesa.Solicitud, from time.Time) error {
	for _, f := range []string{"vence_legal", "legal_desde", "legal_dias", "legal_tipo", "meta_dias"} {
		s.Set(f, nil)
	}
	tramite, err := c.tramite(s)
	if err != nil {
		return err
	}
	s.Set("silencio", s.Silencio(tramite))
	days, tipo := tramite.GetInt("plazo_dias"), plazos.TipoDias(tramite.GetString("tipo_dias"))
	if days <= 0 {
		return nil
	}
	s.Set("legal_desde", plazos.Date(from))
	s.Set("legal_dias", days)
	s.Set("legal_tipo", string(tipo))
	s.Set("meta_dias", tramite.GetInt("meta_dias"))
	s.Set("vence_legal", c.cal.Due(from, days, tipo))
	return nil
}

// AwaitAnswer starts the answer term that the citizen is told, on the day from.
func (c *Reading) AwaitAnswer(s *mesa.Solicitud, from time.Time) error {
	tramite, err := c.tramite(s)
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

// FromFiling tells whether the citizen is told an answer term from the filing, not from
// its registration: the procedure's own rule or the office's.
func (c *Reading) FromFiling(s *mesa.Solicitud) (bool, error) {
	tramite, err := c.tramite(s)
	if err != nil {
		return false, err
	}
	return c.Entidad.FromFiling(tramite), nil
}

func (c *Reading) tramite(s *mesa.Solicitud) (*core.Record, error) {
	return c.app.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
}

// AwaitCorrection starts the citizen's term on the day the notice counts as received, or
// was accepted for delivery where the office counts from there. A term that runs is never
// shortened: the citizen was told its last day.
func (c *Reading) AwaitCorrection(s *mesa.Solicitud, from time.Time) {
	days := cmp.Or(s.GetInt("plazo_dias"), c.Entidad.DiasSubsanacion()) // as many as the notice said
	last := c.cal.Due(from, days, plazos.Habiles)
	if !last.After(s.VenceSubsanacion()) {
		return
	}
	s.Set("plazo_desde", plazos.Date(from))
	s.Set("plazo_dias", days)
	s.Set("plazo_tipo", string(plazos.Habiles))
	s.Set("vence_subsanacion", last)
}
