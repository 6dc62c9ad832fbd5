package reloj

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
)

// span names the columns of one of a filing's terms. Who writes a last day writes the days
// too, so that a day declared later counts the term anew from them.
type span struct{ desde, dias, tipo, vence string }

var (
	legal   = span{"legal_desde", "legal_dias", "legal_tipo", "vence_legal"}
	told    = span{"plazo_desde", "plazo_dias", "plazo_tipo", "vence_respuesta"}
	citizen = span{"plazo_desde", "plazo_dias", "plazo_tipo", "vence_subsanacion"}
)

func (t span) columns() []string { return []string{t.desde, t.dias, t.tipo, t.vence} }

func (t span) last(s *mesa.Solicitud) time.Time { return s.GetDateTime(t.vence).Time() }

func (t span) kind(s *mesa.Solicitud) plazos.TipoDias { return plazos.TipoDias(s.GetString(t.tipo)) }

// EndsTerm tells whether a term may end on a day (art. 134.2 of Ley 27444).
func (c *Reading) EndsTerm(day time.Time) bool { return c.cal.EndsTerm(day) }

// CameIn is the day from which the law counts: the filing's, or its correction's (arts.
// 126.1 and 131.1 of Ley 27444).
func (c *Reading) CameIn(s *mesa.Solicitud) (time.Time, error) {
	rows, err := c.app.FindRecordsByFilter(mesa.ColMovimientos,
		"solicitud = {:id} && etapa = 'SUBSANADO'", "-fecha", 1, 0, dbx.Params{"id": s.Id})
	if err != nil || len(rows) == 0 {
		return plazos.Date(s.RecibidaEn()), err
	}
	return plazos.Date(rows[0].GetDateTime("fecha").Time()), nil
}

// Approved tells whether silence approved the filing: its procedure says so and the law's
// term ended without an answer (art. 33 of Ley 27444).
func (c *Reading) Approved(s *mesa.Solicitud) (bool, error) {
	positive, err := c.Positive(s)
	return positive && !s.VenceLegal().IsZero() && plazos.Expired(s.VenceLegal(), c.Now), err
}

// Positive tells whether silence approves what the filing's procedure asks.
func (c *Reading) Positive(s *mesa.Solicitud) (bool, error) {
	tramite, err := c.tramite(s)
	return err == nil && s.Silencio(tramite) == "positivo", err
}

// Recast counts the office's terms with the days of the procedure that the filing has now,
// from the day it came in. capped says that silence approves the old or the new one, so that
// no term may end later than before; nor may one that a reopening gave back. The mail of the move tells a day, so one is told
// in review too, and the registration keeps it.
func (c *Reading) Recast(s *mesa.Solicitud, capped bool) error {
	from, err := c.CameIn(s)
	if err != nil {
		return err
	}
	capped = capped || s.GetDateTime(legal.desde).Time().After(from) // it was reopened
	if err := notLater(s, legal, capped, func() error { return c.CountLegal(s, from) }); err != nil {
		return err
	}
	fromFiling, err := c.FromFiling(s)
	if err != nil {
		return err
	}
	early := s.Estado().InReview() && !fromFiling && s.VenceRespuesta().IsZero() // its registration would tell a day
	if err := notLater(s, told, capped, func() error { return c.recastTold(s, from, fromFiling) }); err != nil {
		return err
	}
	if last := s.VenceLegal(); capped && (fromFiling || early) && !last.IsZero() && s.VenceRespuesta().After(last) {
		c.end(s, told, last) // nobody is told a day after silence approved
	}
	if early && plazos.Expired(s.VenceRespuesta(), c.Now) {
		c.untell(s) // nobody was told that day, and its registration tells another
	}
	return nil
}

// untell takes away the answer term that the citizen was told.
func (c *Reading) untell(s *mesa.Solicitud) {
	for _, f := range []string{told.dias, told.tipo, told.vence} {
		s.Set(f, nil)
	}
}

// recastTold counts the term that the citizen was told: from the filing where the new
// procedure counts so, else since the day it ran. Reception's own term keeps its day.
func (c *Reading) recastTold(s *mesa.Solicitud, legalFrom time.Time, fromFiling bool) error {
	from := s.PlazoDesde()
	if from.IsZero() || fromFiling && !s.Estado().InReview() {
		from = s.PresentadaEl()
		if legalFrom.After(from) {
			from = legalFrom
		}
	}
	c.untell(s)
	return c.AwaitAnswer(s, from)
}

// notLater counts a term anew and, if capped, gives the old one back when the new one ends
// later or not at all.
func notLater(s *mesa.Solicitud, t span, capped bool, count func() error) error {
	before := map[string]any{}
	for _, f := range t.columns() {
		before[f] = s.Get(f)
	}
	was := t.last(s)
	if err := count(); err != nil {
		return err
	}
	if is := t.last(s); capped && !was.IsZero() && (is.IsZero() || is.After(was)) {
		for f, v := range before {
			s.Set(f, v)
		}
	}
	return nil
}

// Extend makes a day the last one of the law's term and of the one that the citizen was
// told.
func (c *Reading) Extend(s *mesa.Solicitud, last time.Time) {
	c.end(s, legal, last)
	c.end(s, told, last)
}

// end writes the last day of a term, and the days that lead to it.
func (c *Reading) end(s *mesa.Solicitud, t span, last time.Time) {
	s.Set(t.vence, last)
	if from := s.GetDateTime(t.desde).Time(); !from.IsZero() {
		s.Set(t.dias, c.cal.Left(from, last, t.kind(s)))
	}
}

// Resume gives a filing that is open again what was left of its terms on the day it was
// closed, at least two working days from today. What silence had approved by then stays so.
func (c *Reading) Resume(s *mesa.Solicitud, closed time.Time) error {
	if s.Estado().Pending() {
		c.resume(s, citizen, closed)
		s.Set(citizen.vence, nil) // it begins with the notice of the reopening, see noteSending and begunBy
		s.Set(citizen.desde, nil)
		return nil
	}
	if !s.Estado().Open() {
		return nil
	}
	if s.Estado().InReview() {
		s.Set("plazo_desde", plazos.Date(c.Now))
		s.Set("vence_revision", c.cal.Due(c.Now, mesa.DiasRevision, plazos.Habiles))
	}
	if s.GetDateTime("legal_desde").Time().IsZero() { // closed before the column was there
		from, err := c.CameIn(s)
		if err != nil {
			return err
		}
		if err := c.CountLegal(s, from); err != nil {
			return err
		}
	}
	positive, err := c.Positive(s)
	if err != nil || positive && !s.VenceLegal().IsZero() && plazos.Expired(s.VenceLegal(), closed) {
		return err
	}
	c.resume(s, legal, closed)
	c.resume(s, told, closed)
	return nil
}

func (c *Reading) resume(s *mesa.Solicitud, t span, closed time.Time) {
	if t.last(s).IsZero() {
		return
	}
	left := c.cal.Left(closed, t.last(s), t.kind(s))
	last := c.cal.Due(c.Now, left, t.kind(s))
	if least := c.cal.Due(c.Now, mesa.DiasReapertura, plazos.Habiles); left == 0 || last.Before(least) {
		last = least
		left = c.cal.Left(c.Now, least, t.kind(s))
	}
	s.Set(t.desde, plazos.Date(c.Now))
	s.Set(t.dias, left)
	s.Set(t.vence, last)
}
