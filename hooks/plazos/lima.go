package plazos

import (
	"time"
	_ "time/tzdata" // the office's machine may have no time zone database
)

// Lima is the time zone of every legal date. It has no daylight saving time.
var Lima = mustLoad("America/Lima")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("plazos: " + err.Error()) // impossible: tzdata travels in the binary
	}
	return loc
}

// Date is the midnight, in Lima, of the day that instant belongs to in Lima:
// 04:59:59Z is still the day before.
func Date(t time.Time) time.Time {
	year, month, day := t.In(Lima).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, Lima)
}

// EndOfDay is the last second, in Lima, of the day of date, as texts give it
// ("hasta las 23:59:59"). To ask whether a term is over use Expired, which also
// counts the fraction of a second that follows.
func EndOfDay(date time.Time) time.Time {
	year, month, day := date.In(Lima).Date()
	return time.Date(year, month, day, 23, 59, 59, 0, Lima)
}

// Expired tells whether at instant now a term whose last day is due is over. As
// filing is open 24 hours, a term's last moment is the end of that day (art.
// 140.1).
func Expired(due, now time.Time) bool {
	return Date(now).After(Date(due))
}

// addDays moves a date by whole days; with no daylight saving it stays midnight.
func addDays(date time.Time, days int) time.Time {
	return date.AddDate(0, 0, days)
}
