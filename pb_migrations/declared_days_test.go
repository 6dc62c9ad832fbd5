package pb_migrations_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// nonWorking are the days of 2022 to 2028, weekends apart, on which an office
// without a region of its own doesn't work: holidays and what was declared for the
// whole public sector.
const nonWorking = `
2022-01-03 2022-04-14 2022-04-15 2022-05-02 2022-06-24 2022-06-29 2022-07-28 2022-07-29 2022-08-29 2022-08-30 2022-10-07 2022-10-31
2022-11-01 2022-12-08 2022-12-09 2022-12-26 2022-12-30
2023-01-02 2023-04-06 2023-04-07 2023-04-28 2023-05-01 2023-06-29 2023-06-30 2023-07-27 2023-07-28 2023-08-30 2023-10-09 2023-11-01
2023-12-07 2023-12-08 2023-12-25 2023-12-26
2024-01-01 2024-01-02 2024-03-28 2024-03-29 2024-05-01 2024-06-07 2024-07-23 2024-07-26 2024-07-29 2024-08-06 2024-08-30 2024-10-07
2024-10-08 2024-11-01 2024-12-06 2024-12-09 2024-12-23 2024-12-24 2024-12-25 2024-12-30 2024-12-31
2025-01-01 2025-04-17 2025-04-18 2025-05-01 2025-05-02 2025-07-23 2025-07-28 2025-07-29 2025-08-06 2025-10-08 2025-12-08 2025-12-09
2025-12-25 2025-12-26
2026-01-01 2026-01-02 2026-04-02 2026-04-03 2026-05-01 2026-06-29 2026-07-23 2026-07-27 2026-07-28 2026-07-29 2026-08-06 2026-10-08
2026-12-08 2026-12-09 2026-12-25
2027-01-01 2027-03-25 2027-03-26 2027-06-07 2027-06-29 2027-07-23 2027-07-28 2027-07-29 2027-08-06 2027-08-30 2027-10-08 2027-11-01
2027-12-08 2027-12-09
2028-04-13 2028-04-14 2028-05-01 2028-06-07 2028-06-29 2028-07-28 2028-08-30 2028-11-01 2028-12-08 2028-12-25`

// local are the days that were declared for one place only, with half days marked.
var local = []struct{ region, provincia, days, half string }{
	{"", "", "", ""},
	{"Lima", "Lima", "2024-11-14 2024-11-15", ""},
	{"Callao", "Callao", "2024-11-14 2024-11-15", ""},
	{"Lima", "Huaral", "2024-11-14 2024-11-15", ""},
	{"Lima", "Cañete", "", ""},
	{"Ayacucho", "Huamanga", "2026-02-16 2026-02-17", ""},
	{"Ayacucho", "Huanta", "", ""},
	{"Apurimac", "Abancay", "2026-04-27", ""}, // written without its accent
	{"La Libertad", "Trujillo", "", "2026-06-04"},
}

// The collection and the national holidays together say of each day what the law
// does, wherever the office is.
func TestEveryDayOf2022To2028InEveryPlace(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	rows, err := o.FindAllRecords(mesa.ColNoLaborables)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range local {
		c := calendarOf(rows, place.region, place.provincia)
		for d := time.Date(2022, 1, 1, 0, 0, 0, 0, plazos.Lima); d.Year() <= 2028; d = d.AddDate(0, 0, 1) {
			date := d.Format(time.DateOnly)
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			works := !weekend && !strings.Contains(nonWorking+" "+place.days, date)
			if got := c.IsWorking(d); got != works {
				t.Errorf("%s %s, %s: working %v", place.region, place.provincia, date, got)
			}
			if ends := works && !strings.Contains(place.half, date); c.EndsTerm(d) != ends {
				t.Errorf("%s %s, %s: ends a term %v", place.region, place.provincia, date, !ends)
			}
		}
	}
}

// calendarOf is the calendar of an office at a place.
func calendarOf(rows []*core.Record, region, provincia string) *plazos.Calendar {
	plain := strings.NewReplacer("í", "i")
	holds := func(declared, here string) bool {
		return declared == "" || plain.Replace(declared) == plain.Replace(here)
	}
	var days []plazos.DiaNoLaborable
	for _, r := range rows {
		if holds(r.GetString("region"), region) && holds(r.GetString("provincia"), provincia) {
			days = append(days, plazos.DiaNoLaborable{
				Fecha: r.GetDateTime("fecha").Time(), Nombre: r.GetString("nombre"), MedioDia: r.GetBool("medio_dia"),
			})
		}
	}
	return plazos.New(days)
}

func TestEveryDeclaredDayNamesItsNorm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	rows, err := o.FindAllRecords(mesa.ColNoLaborables)
	if err != nil || len(rows) != 40 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, r := range rows {
		fecha := r.GetDateTime("fecha").Time()
		if r.GetString("base_legal") == "" || r.GetString("nombre") == "" || !plazos.Date(fecha).Equal(fecha) {
			t.Errorf("%v", r.FieldsData())
		}
	}
}

func TestTheOfficesOwnDaysSurviveTheDeclaredOnes(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	back := since(declaredDays)
	if _, err := runner.Down(back); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.CountRecords(mesa.ColNoLaborables); n != 0 {
		t.Fatalf("%d days are left", n)
	}
	// Past the rules, which read columns of later files.
	for id, row := range map[string]dbx.Params{
		"puente000000001": {"fecha": "2026-07-27 05:00:00.000Z", "nombre": "Puente", "base_legal": "DS propio"},
		"aniversario0001": {"fecha": "2026-05-15 05:00:00.000Z", "nombre": "Aniversario"},
	} {
		row["id"] = id
		if _, err := o.DB().Insert(mesa.ColNoLaborables, row).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	days := core.NewMigrationsRunner(o.App, until(declaredDays)) // the later files alone take seconds
	for _, step := range []func() ([]string, error){days.Up, func() ([]string, error) { return days.Down(1) }, runner.Up} {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if got := o.Record(t, mesa.ColNoLaborables, "puente000000001").GetString("base_legal"); got != "DS propio" {
		t.Errorf("the office's own row says %q", got)
	}
	if n, _ := o.CountRecords(mesa.ColNoLaborables); n != 41 {
		t.Errorf("%d days, want its two and the 39 others", n)
	}
}
