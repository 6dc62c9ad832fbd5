package plazos

import (
	"math/rand/v2"
	"testing"
	"time"
)

// day reads a date as people write it in the tests, as Lima midnight.
func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, Lima)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sameDay compares dates and shows them with their weekday, which is what one
// needs to see why a term is wrong.
func sameDay(t *testing.T, what string, got, want time.Time) {
	t.Helper()
	const layout = "Mon 2006-01-02 15:04:05 -07"
	if !got.Equal(want) || got.Location() != Lima {
		t.Errorf("%s = %s, want %s", what, got.Format(layout), want.Format(layout))
	}
}

// laLibertad is an office of that region with what was declared for 2026.
func laLibertad(t *testing.T) *Calendar {
	t.Helper()
	return New([]DiaNoLaborable{
		{Fecha: day(t, "2026-01-02"), Nombre: "Día no laborable compensable"},
		{Fecha: day(t, "2026-06-04"), Nombre: "Corpus Christi", MedioDia: true},
		{Fecha: day(t, "2026-07-27"), Nombre: "Día no laborable compensable"},
	})
}

// randomDay is any day from 2000 to 2099.
func randomDay(r *rand.Rand) time.Time {
	return time.Date(2000, time.January, 1+r.IntN(36525), 0, 0, 0, 0, Lima)
}

// randomInstant is any second of one of those days.
func randomInstant(r *rand.Rand) time.Time {
	return randomDay(r).Add(time.Duration(r.IntN(86400)) * time.Second).UTC()
}

// randomCalendar declares days, in runs as bridges and strikes come, around a
// date so that terms from it do meet them.
func randomCalendar(r *rand.Rand, around time.Time, halfDays bool) *Calendar {
	var declared []DiaNoLaborable
	for range r.IntN(8) {
		first := addDays(around, r.IntN(60)-10)
		half := halfDays && r.IntN(2) == 0
		for i := range 1 + r.IntN(3) {
			declared = append(declared, DiaNoLaborable{Fecha: addDays(first, i), MedioDia: half})
		}
	}
	return New(declared)
}
