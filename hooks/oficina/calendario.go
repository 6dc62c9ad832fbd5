package oficina

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Calendar is the office's calendar: the national holidays, the declared days that reach
// its region and province, and the days of outages.
func Calendar(app core.App, entidad *mesa.Entidad, now time.Time) (*plazos.Calendar, error) {
	rows, err := app.FindAllRecords(mesa.ColNoLaborables)
	if err != nil {
		return nil, err
	}
	days, err := interrupted(app, now)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if !reaches(r, entidad) {
			continue
		}
		days = append(days, plazos.DiaNoLaborable{
			Fecha: r.GetDateTime("fecha").Time(), Nombre: r.GetString("nombre"), MedioDia: r.GetBool("medio_dia"),
		})
	}
	return plazos.New(days), nil
}

// reaches tells whether a declared day holds where the office is: an empty
// region means the whole country, an empty province the whole region.
func reaches(day *core.Record, entidad *mesa.Entidad) bool {
	for _, place := range []string{"region", "provincia"} {
		if p := day.GetString(place); p != "" && !mesa.SamePlace(p, entidad.GetString(place)) {
			return false
		}
	}
	return true
}

// checkDay refuses a declared day without the norm that declares it (art. 137.3 of Ley
// 27444), or for a place that does not exist.
func checkDay(e *core.RecordEvent) error {
	var f mesa.Fallas
	if mesa.CleanLine(e.Record.GetString("base_legal")) == "" {
		f.Add("base_legal", mesa.TextDiaSinBase)
	}
	mesa.CheckPlace(e.Record, "region", "provincia", &f)
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// limaDay stores a declared day as Lima midnight, whatever hour the dashboard's
// date picker sent: 00:00 UTC means that date, not the evening before in Lima.
func limaDay(e *core.RecordEvent) error {
	t := e.Record.GetDateTime("fecha").Time().UTC()
	if t.IsZero() {
		return e.Next()
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		t = time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	e.Record.Set("fecha", plazos.Date(t))
	return e.Next()
}
