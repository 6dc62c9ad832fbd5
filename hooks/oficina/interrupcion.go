package oficina

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// MaxInterruption is the longest outage that may be declared at once.
const MaxInterruption = 31 * 24 * time.Hour

// checkInterruption refuses an outage that ends before it begins, lies ahead or is longer
// than a month: what works longer than that is no outage.
func (r *Room) checkInterruption(e *core.RecordEvent) error {
	desde, hasta := e.Record.GetDateTime("desde").Time(), e.Record.GetDateTime("hasta").Time()
	var f mesa.Fallas
	if desde.After(r.now()) {
		f.Add("desde", mesa.TextInterrupcionFutura)
	}
	switch {
	case hasta.IsZero():
	case hasta.Before(desde):
		f.Add("hasta", mesa.TextInterrupcionAlReves)
	case hasta.After(r.now()):
		f.Add("hasta", mesa.TextInterrupcionFutura)
	case hasta.Sub(desde) > MaxInterruption:
		f.Add("hasta", mesa.TextInterrupcionLarga)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// interrupted are the days on which the desk did not work normally: as on a half day, no
// term ends on them (art. 134.2 of Ley 27444). An outage without an end lasts until now.
func interrupted(app core.App, now time.Time) (days []plazos.DiaNoLaborable, err error) {
	rows, err := app.FindAllRecords(mesa.ColInterrupciones, dbx.HashExp{"estado": "confirmada"})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		first, last := row.GetDateTime("desde").Time(), row.GetDateTime("hasta").Time()
		if last.IsZero() {
			last = now
		}
		for day := plazos.Date(first); !day.After(last); day = day.AddDate(0, 0, 1) {
			days = append(days, plazos.DiaNoLaborable{Fecha: day, Nombre: mesa.InterrupcionDelServicio, MedioDia: true})
		}
	}
	return days, nil
}
