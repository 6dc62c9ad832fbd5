package reloj

import (
	"cmp"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Reading is the legal clock read once: the instant, the office and its calendar.
type Reading struct {
	Now       time.Time // the instant of the event or the round
	Entidad   *mesa.Entidad
	clock     ClockState
	app       core.App
	cal       *plazos.Calendar
	luces     map[term]plazos.Luz
	dues      map[term]time.Time
	proposals []outage // read at the first question
	proposed  bool
	notices   map[string]noticeState // of all observed filings; nil where each is read alone
}

// term is what a luz or a last day depends on; thousands of filings share one.
type term struct {
	from, due time.Time
	days      int
	tipo      plazos.TipoDias
}

// Read reads the clock at instant now.
func Read(app core.App, now time.Time) (*Reading, error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	cal, err := oficina.Calendar(app, entidad, now)
	if err != nil {
		return nil, err
	}
	state, err := clockState(app, now)
	if err != nil {
		return nil, err
	}
	return &Reading{
		Now: now, Entidad: entidad, clock: state, app: app, cal: cal, luces: map[term]plazos.Luz{}, dues: map[term]time.Time{},
	}, nil
}

// Doubtful tells whether nothing confirmed the instant after a jump forward: what
// can't be undone waits.
func (c *Reading) Doubtful() bool { return c.clock.Doubtful() }

// in is the same reading inside a transaction.
func (c *Reading) in(tx core.App) *Reading {
	inside := *c
	inside.app = tx
	return &inside
}

// luz gives the colour of a term, worked out once for all filings that share the term.
func (c *Reading) luz(from, due time.Time, tipo plazos.TipoDias) plazos.Luz {
	t := term{from: plazos.Date(from), due: plazos.Date(due), tipo: tipo}
	luz, known := c.luces[t]
	if !known {
		luz = c.cal.Luz(from, due, c.Now, tipo)
		c.luces[t] = luz
	}
	return luz
}

// Due is the last day of a term, worked out once for all filings that share the term.
func (c *Reading) Due(from time.Time, days int, tipo plazos.TipoDias) time.Time {
	t := term{from: plazos.Date(from), days: days, tipo: tipo}
	last, known := c.dues[t]
	if !known {
		last = c.cal.Due(from, days, tipo)
		c.dues[t] = last
	}
	return last
}

// IsWorking tells whether the Lima day of date works at the office.
func (c *Reading) IsWorking(date time.Time) bool { return c.cal.IsWorking(date) }

// CountsFrom gives the Lima date on which a filing that arrives now counts, under the
// procedure's own rule or the office's, and why that date is not today's.
func (c *Reading) CountsFrom(tramite string) (date time.Time, why string, err error) {
	t, err := c.app.FindRecordById(mesa.ColTramites, tramite)
	if err != nil {
		return time.Time{}, "", err
	}
	regla := cmp.Or(t.GetString("regla_presentacion"), c.Entidad.GetString("regla_presentacion"))
	date = c.cal.Filed(c.Now, plazos.Regla(regla))
	if !date.Equal(plazos.Date(c.Now)) {
		why = c.cal.Why(c.Now)
	}
	return date, why, nil
}

// CountsNow is CountsFrom for what is sent now.
func (r *Room) CountsNow(app core.App, tramite string) (date time.Time, why string, err error) {
	c, err := Read(app, r.Now())
	if err != nil {
		return time.Time{}, "", err
	}
	return c.CountsFrom(tramite)
}
