package plazos

import "time"

// TipoDias says which days a term counts (tipo_dias of the trámite).
type TipoDias string

const (
	// Habiles are working days: what a term has unless a law says otherwise
	// (art. 134.1).
	Habiles TipoDias = "habiles"
	// Calendario are all days, as in contract execution (DS 009-2025-EF art.
	// 105.3).
	Calendario TipoDias = "calendario"
)

// Due is the last day of a term of n days that depends on an act done on the
// Lima day of from: a filing, a registration, a notice. That day itself never
// counts.
//
// In working days, day 1 is the next working day (arts. 131.1 and 133.1) and
// only working days count (134.1). In calendar days, day 1 is the next day of any
// kind, and every day counts. Terms of both kinds end alike: a last day that
// doesn't work or has no normal hours moves on to the first day that works with
// normal hours (134.2; for calendar days also Código Civil art. 183.5).
//
// There is no term of less than one day: a smaller n is read as 1, so that a
// blank setting can't make a term end before it began. Anything but Calendario
// is read as Habiles.
func (c *Calendar) Due(from time.Time, n int, t TipoDias) time.Time {
	n = max(n, 1)
	if t == Calendario {
		return c.MoveOn(addDays(Date(from), n))
	}
	return c.MoveOn(c.days.WorkdaysFrom(Date(from), n))
}

// Grown is the last day of a term of n working days from the Lima day of from, of which a
// person was told the day told: the later of both by this calendar, because who was told a day
// may rely on it. A term that did not begin has none, and one that nobody counted keeps its day.
func (c *Calendar) Grown(from time.Time, n int, told time.Time) time.Time {
	if told.IsZero() || from.IsZero() || n <= 0 {
		return told
	}
	last := c.MoveOn(told)
	if due := c.Due(from, n, Habiles); due.After(last) {
		return due
	}
	return last
}

// MoveOn is the first day from date on, itself included, on which a term may
// end (art. 134.2).
func (c *Calendar) MoveOn(date time.Time) time.Time {
	date = Date(date)
	for !c.EndsTerm(date) {
		date = addDays(date, 1)
	}
	return date
}
