package plazos

import (
	"time"

	"github.com/rickar/cal/v2"
)

// DiaNoLaborable is a day declared non-working for this office: for the whole
// nation, or for its region or province (arts. 134.1 and 137.1). The caller
// decides which declared days apply to the office.
type DiaNoLaborable struct {
	Fecha    time.Time // any instant of that day in Lima; stored ones are 05:00Z
	Nombre   string
	MedioDia bool // the office closes early: it works, but no term ends on it
}

// Calendar knows the working days of one office. It never changes once made, so
// any number of goroutines may share it; when the declared days change, make
// another. The zero value isn't usable: call New.
type Calendar struct {
	days   *cal.BusinessCalendar
	medios map[time.Time]bool // half days, by Lima midnight
}

// New makes the calendar of an office from the days declared for it. The
// national holidays are always in it.
func New(declared []DiaNoLaborable) *Calendar {
	c := &Calendar{days: cal.NewBusinessCalendar(), medios: map[time.Time]bool{}}
	c.days.AddHoliday(feriados...) // first, so that a national holiday gives the name
	for _, d := range declared {
		if d.MedioDia {
			c.medios[Date(d.Fecha)] = true
			continue
		}
		c.days.AddHoliday(d.holiday())
	}
	return c
}

// holiday turns the declared day into the library's type: a holiday of one year.
func (d DiaNoLaborable) holiday() *cal.Holiday {
	year, month, day := Date(d.Fecha).Date()
	nombre := d.Nombre
	if nombre == "" {
		nombre = "día no laborable" // Why must give a reason for every day that doesn't work
	}
	return &cal.Holiday{
		Name: nombre, Type: cal.ObservanceOther, StartYear: year, EndYear: year,
		Month: month, Day: day, Func: cal.CalcDayOfMonth,
	}
}

// IsWorking tells whether the Lima day of t counts inside a term (art. 134.1):
// neither weekend, nor national holiday, nor declared non-working. A half day
// counts.
func (c *Calendar) IsWorking(t time.Time) bool {
	return c.days.IsWorkday(Date(t))
}

// EndsTerm tells whether a term may end on the Lima day of t: it works, and
// with normal hours. A half day counts inside a term but can't be its last day,
// as public attention "no funciona durante el horario normal" (art. 134.2).
func (c *Calendar) EndsTerm(t time.Time) bool {
	return c.IsWorking(t) && !c.medios[Date(t)]
}

// Why says, in the citizen's words, why the Lima day of t doesn't work: the
// weekday or the holiday's name; "" when it works. For a holiday on a weekend it
// gives the weekday, which needs no explanation.
func (c *Calendar) Why(t time.Time) string {
	date := Date(t)
	switch date.Weekday() {
	case time.Saturday:
		return "sábado"
	case time.Sunday:
		return "domingo"
	}
	if _, _, feriado := c.days.IsHoliday(date); feriado != nil {
		return feriado.Name
	}
	return ""
}

// Next is the first working day after the Lima day of t, never that same day.
func (c *Calendar) Next(t time.Time) time.Time {
	return c.days.WorkdaysFrom(Date(t), 1)
}

// Between counts the working days after from, up to and including to; 0 when to
// isn't after from. Half days count (art. 134.1).
func (c *Calendar) Between(from, to time.Time) int {
	first, last := addDays(Date(from), 1), Date(to)
	if last.Before(first) {
		return 0
	}
	return c.days.WorkdaysInRange(first, last)
}
