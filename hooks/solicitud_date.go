package hooks

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// countsFrom gives the date on which a filing that arrives at now counts, under
// the procedure's own rule or the office's, and why it is not today.
func countsFrom(app core.App, tramite string, entidad *mesa.Entidad, cal *plazos.Calendar, now time.Time) (date time.Time, why string, err error) {
	t, err := app.FindRecordById(mesa.ColTramites, tramite)
	if err != nil {
		return time.Time{}, "", err
	}
	regla := t.GetString("regla_presentacion")
	if regla == "" {
		regla = entidad.GetString("regla_presentacion")
	}
	date = cal.Filed(now, plazos.Regla(regla))
	if !date.Equal(plazos.Date(now)) {
		why = cal.Why(now)
	}
	return date, why, nil
}
