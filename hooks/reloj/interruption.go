package reloj

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// silentFor is how long the program's rounds may be missing before it looks whether a term
// ended meanwhile.
const silentFor = time.Hour

// recountOnInterruption counts the open terms anew when an outage is confirmed, corrected
// or withdrawn.
func (r *Room) recountOnInterruption(e *core.RecordEvent) error {
	return r.recountAfter(e, mesa.TextInterrupcionMotivo(mesa.InLima(e.Record.GetDateTime("desde").Time())))
}

// followOutage notes once a day that the open terms are to be counted anew while a confirmed
// outage lasts: each of its days is one on which no term ends (art. 134.2 of Ley 27444).
func (r *Room) followOutage(app core.App, now time.Time) error {
	if r.outageDay.Equal(plazos.Date(now)) {
		return nil
	}
	rows, err := app.FindAllRecords(mesa.ColInterrupciones, dbx.HashExp{"estado": "confirmada", "hasta": ""})
	if err != nil {
		return err
	}
	for _, row := range rows {
		motivo := mesa.TextInterrupcionMotivo(mesa.InLima(row.GetDateTime("desde").Time()))
		if _, err := app.DB().Insert("reloj_recuentos", dbx.Params{"motivo": motivo}).Execute(); err != nil {
			return err
		}
	}
	r.outageDay = plazos.Date(now)
	return nil
}

// proposeInterruption proposes an outage, which a person confirms, when no round was made
// for more than an hour and a running term ends on one of those days (art. 134.2 of Ley
// 27444). last is the round before, zero for none. One longer than a person may declare is
// proposed in parts. A proposal that fails keeps no round and no person from going on.
func proposeInterruption(app core.App, last, now time.Time) {
	if last.IsZero() || now.Sub(last) <= silentFor {
		return
	}
	for from := last; from.Before(now); {
		to := from.Add(oficina.MaxInterruption)
		if to.After(now) {
			to = now
		}
		if err := proposePart(app, from, to); err != nil {
			app.Logger().Error("outage not proposed", "error", err)
		}
		from = to
	}
}

func proposePart(app core.App, from, to time.Time) error {
	ends, err := termsEndingIn(app, from, to)
	if err != nil || ends == 0 {
		return err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColInterrupciones)
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{"desde": from, "hasta": to, "motivo": mesa.TextInterrupcionVista, "estado": "propuesta"})
	return rule.Save(app, row)
}

// heldBy is the proposed outage that touches the last day of a term, nil for none: until a
// person confirms or discards it, nothing is closed by that day (art. 134.2 of Ley 27444).
func (c *Reading) heldBy(last time.Time) (*outage, error) {
	if !c.proposed {
		if err := c.app.DB().Select("desde", "hasta").From(mesa.ColInterrupciones).
			Where(dbx.HashExp{"estado": "propuesta"}).All(&c.proposals); err != nil {
			return nil, err
		}
		c.proposed = true
	}
	day := plazos.Date(last)
	for i, o := range c.proposals {
		if !last.IsZero() && !day.Before(plazos.Date(o.Desde.Time())) && !day.After(plazos.Date(o.Hasta.Time())) {
			return &c.proposals[i], nil
		}
	}
	return nil, nil
}

// outage is a proposed interruption of the service.
type outage struct {
	Desde types.DateTime `db:"desde"`
	Hasta types.DateTime `db:"hasta"`
}

// Held tells whether the end of a filing's term to correct waits for a person's word on an
// outage.
func (c *Reading) Held(s *mesa.Solicitud) (bool, error) {
	o, err := c.heldBy(s.LastToCorrect(c.cal))
	return o != nil, err
}

// heldAlert says why an observed filing whose term ended stays open.
func heldAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	last := c.cal.Grown(f.desde(), f.PlazoDias, f.subsanacion())
	if !f.Estado.Pending() || last.IsZero() || !plazos.Expired(last, c.Now) {
		return plazos.SinLuz, "", nil
	}
	o, err := c.heldBy(last)
	if err != nil || o == nil {
		return plazos.SinLuz, "", err
	}
	return plazos.Ambar, mesa.TextPlazoRetenido(mesa.InLima(last)), nil
}

// termsEndingIn counts the running terms whose last day is one of those between two instants.
func termsEndingIn(app core.App, from, to time.Time) (n int, err error) {
	first, err := types.ParseDateTime(plazos.Date(from))
	if err != nil {
		return 0, err
	}
	last, err := types.ParseDateTime(plazos.Date(to))
	if err != nil {
		return 0, err
	}
	err = app.DB().NewQuery(`SELECT count(*) FROM solicitudes WHERE estado IN ('recibida', 'observada', 'subsanada', 'registrada', 'derivada')
		AND (vence_subsanacion BETWEEN {:first} AND {:last} OR vence_legal BETWEEN {:first} AND {:last}
			OR vence_revision BETWEEN {:first} AND {:last})`).
		Bind(dbx.Params{"first": first.String(), "last": last.String()}).Row(&n)
	return n, err
}
