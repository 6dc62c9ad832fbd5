package plazos

import "testing"

func TestFiledUnderBothRules(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct{ name, instant, siguiente, mismo string }{
		{"working day, morning", "2026-03-09T13:00:00Z", "2026-03-09", "2026-03-09"},
		{"working day, first second", "2026-03-09T05:00:00Z", "2026-03-09", "2026-03-09"},
		{"working day, last second", "2026-03-10T04:59:59Z", "2026-03-09", "2026-03-09"},
		{"Saturday 10:00", "2026-03-07T15:00:00Z", "2026-03-09", "2026-03-07"},
		{"Sunday", "2026-03-08T15:00:00Z", "2026-03-09", "2026-03-08"},
		{"Sunday, last second", "2026-03-09T04:59:59Z", "2026-03-09", "2026-03-08"},
		{"the manual's Sunday", "2022-04-10T15:00:00Z", "2022-04-11", "2022-04-10"},
		{"Maundy Thursday", "2026-04-02T15:00:00Z", "2026-04-06", "2026-04-02"},
		{"Good Friday", "2026-04-03T15:00:00Z", "2026-04-06", "2026-04-03"},
		{"28 July", "2026-07-28T15:00:00Z", "2026-07-30", "2026-07-28"},
		{"29 July", "2026-07-29T15:00:00Z", "2026-07-30", "2026-07-29"},
		{"declared day before them", "2026-07-27T15:00:00Z", "2026-07-30", "2026-07-27"},
		{"31 December, last second", "2026-01-01T04:59:59Z", "2025-12-31", "2025-12-31"},
		{"New Year, first second", "2026-01-01T05:00:00Z", "2026-01-05", "2026-01-01"},
		{"half day, after it closed", "2026-06-04T20:00:00Z", "2026-06-04", "2026-06-04"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at := instant(t, tt.instant)
			sameDay(t, "next working day", c.Filed(at, DiaHabilSiguiente), day(t, tt.siguiente))
			sameDay(t, "same day", c.Filed(at, MismoDia), day(t, tt.mismo))
		})
	}
}

func TestAnUnknownRuleIsTheDefaultOne(t *testing.T) {
	c, sunday := New(nil), instant(t, "2022-04-10T15:00:00Z")
	for _, r := range []Regla{"", "otra"} {
		sameDay(t, "Filed", c.Filed(sunday, r), day(t, "2022-04-11"))
	}
}

// Day 1 of the entity's term in the law's worked cases.
func TestFirstDayOfTheEntitysTerm(t *testing.T) {
	c := New(nil)
	saturday := instant(t, "2026-03-07T15:00:00Z")
	evening := instant(t, "2026-03-06T23:30:00Z") // Friday, the office closed
	for _, tt := range []struct {
		name, filed, day1 string
		regla             Regla
		at                string
	}{
		{"working day", "2026-03-05", "2026-03-06", DiaHabilSiguiente, "2026-03-05T15:00:00Z"},
		{"working day, after hours", "2026-03-06", "2026-03-09", MismoDia, "2026-03-06T23:30:00Z"},
		{"Saturday, same day", "2026-03-07", "2026-03-09", MismoDia, "2026-03-07T15:00:00Z"},
		{"Saturday, manual", "2026-03-09", "2026-03-10", DiaHabilSiguiente, "2026-03-07T15:00:00Z"},
	} {
		filed := c.Filed(instant(t, tt.at), tt.regla)
		sameDay(t, tt.name+": filed", filed, day(t, tt.filed))
		sameDay(t, tt.name+": day 1", c.Due(filed, 1, Habiles), day(t, tt.day1))
	}

	// SAIP after closing time: the next working day, and day 1 the one after.
	filed := c.Next(evening)
	sameDay(t, "SAIP filed", filed, day(t, "2026-03-09"))
	sameDay(t, "SAIP day 1", c.Due(filed, 1, Habiles), day(t, "2026-03-10"))
	sameDay(t, "SAIP on Saturday", c.Next(saturday), day(t, "2026-03-09"))
}
