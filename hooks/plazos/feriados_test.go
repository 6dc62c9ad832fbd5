package plazos

import (
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

// national are the dates the reference calendar gives for 2022–2028.
var national = map[int]string{
	2022: "01-01 04-14 04-15 05-01 06-29 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2023: "01-01 04-06 04-07 05-01 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2024: "01-01 03-28 03-29 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2025: "01-01 04-17 04-18 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2026: "01-01 04-02 04-03 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2027: "01-01 03-25 03-26 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
	2028: "01-01 04-13 04-14 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
}

// Each day of those years is a holiday if and only if the table says so, and a
// working day if and only if it is neither that nor a weekend.
func TestEveryDayOf2022To2028(t *testing.T) {
	c := New(nil)
	seen := 0
	for d := day(t, "2022-01-01"); d.Year() <= 2028; d = addDays(d, 1) {
		want := strings.Contains(national[d.Year()], d.Format("01-02"))
		if _, got, _ := c.days.IsHoliday(d); got != want {
			t.Errorf("%s: holiday %v, want %v", d.Format(time.DateOnly), got, want)
		}
		if want {
			seen++
		}
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if got := c.IsWorking(d); got != (!want && !weekend) {
			t.Errorf("%s: working %v", d.Format(time.DateOnly), got)
		}
		if (c.Why(d) == "") != c.IsWorking(d) {
			t.Errorf("%s: working %v but why %q", d.Format(time.DateOnly), c.IsWorking(d), c.Why(d))
		}
	}
	if want := 14 + 15 + 5*16; seen != want {
		t.Errorf("%d holidays in all, want %d", seen, want)
	}
}

// Of two holidays on one date the library would give the name of one alone.
func TestNoTwoHolidaysShareADate(t *testing.T) {
	for year := 2022; year <= 2028; year++ {
		dates := map[time.Time]bool{}
		for _, h := range feriados {
			if actual, _ := h.Calc(year); !actual.IsZero() {
				if dates[actual] {
					t.Errorf("%s: second holiday on %s", h.Name, actual.Format(time.DateOnly))
				}
				dates[actual] = true
			}
		}
		if want := len(strings.Fields(national[year])); len(dates) != want {
			t.Errorf("%d: %d holidays, want %d", year, len(dates), want)
		}
	}
}

func TestNewHolidaysBeginTheirYear(t *testing.T) {
	c := New(nil)
	for date, want := range map[string]bool{
		"2021-08-06": false, "2022-08-06": true, // Junín
		"2021-12-09": false, "2022-12-09": true, // Ayacucho
		"2022-07-23": false, "2023-07-23": true, // Fuerza Aérea: law of July 2023
		"2023-06-07": false, "2024-06-07": true, // Arica: law of June 2023, too late
		"2021-06-29": true, "2005-10-08": true, // the old ones, long before
	} {
		if _, got, _ := c.days.IsHoliday(day(t, date)); got != want {
			t.Errorf("%s: holiday %v, want %v", date, got, want)
		}
	}
}

func TestEasterOverACentury(t *testing.T) {
	c := New(nil)
	for date, nombre := range map[string]string{
		"2000-04-20": "Jueves Santo", "2000-04-21": "Viernes Santo",
		"2008-03-20": "Jueves Santo", "2008-03-21": "Viernes Santo", // nearly the earliest Easter
		"2038-04-22": "Jueves Santo", "2038-04-23": "Viernes Santo", // the latest possible
		"2049-04-15": "Jueves Santo", "2049-04-16": "Viernes Santo",
	} {
		if got := c.Why(day(t, date)); got != nombre {
			t.Errorf("%s: %q, want %q", date, got, nombre)
		}
	}
}

// The process may run in a zone that skips midnight once a year; the library
// must then work in ours.
func TestTheLibraryWorksInLima(t *testing.T) {
	if cal.DefaultLoc != Lima {
		t.Errorf("cal.DefaultLoc = %s", cal.DefaultLoc)
	}
}
