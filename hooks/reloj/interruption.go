package reloj

import (
	"time"

	"mesadepartes/hooks/mesa"
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

// proposeInterruption proposes an outage, which a person confirms, when no round was made
// for more than an hour and a running term ends on one of those days (art. 134.2 of Ley
// 27444). last is the round before, zero for none.
func (r *Room) proposeInterruption(app core.App, last, now time.Time) error {
	if last.IsZero() || now.Sub(last) <= silentFor || now.Sub(last) > 31*24*time.Hour {
		return nil
	}
	ends, err := termsEndingIn(app, last, now)
	if err != nil || ends == 0 {
		return err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColInterrupciones)
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{"desde": last, "hasta": now, "motivo": mesa.TextInterrupcionVista, "estado": "propuesta"})
	return rule.Save(app, row)
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
