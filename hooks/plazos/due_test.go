package plazos

import (
	"testing"
	"time"
)

func TestDueInWorkingDays(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct {
		name, from string
		n          int
		want       string
	}{
		{"the next day", "2026-03-09", 1, "2026-03-10"},
		{"over a weekend", "2026-03-06", 2, "2026-03-10"},
		{"from a Saturday", "2026-03-07", 1, "2026-03-09"},
		{"from a Sunday", "2026-03-08", 2, "2026-03-10"},
		{"the manual: observed on Holy Wednesday", "2022-04-13", 2, "2022-04-19"},
		{"the manual: filed on the Monday before", "2022-04-11", 2, "2022-04-13"},
		{"Good Friday would be the last day", "2026-04-01", 2, "2026-04-07"},
		{"from Good Friday", "2026-04-03", 2, "2026-04-07"},
		{"28 and 29 July", "2025-07-25", 2, "2025-07-31"},
		{"28 and 29 July after a declared Monday", "2026-07-24", 2, "2026-07-31"},
		{"23 July didn't exist in 2021", "2021-07-22", 1, "2021-07-23"},
		{"23 July", "2026-07-22", 1, "2026-07-24"},
		{"on 31 December", "2025-12-30", 1, "2025-12-31"},
		{"from 31 December", "2025-12-31", 2, "2026-01-06"},
		{"over the year", "2025-12-29", 5, "2026-01-07"},
		{"8 and 9 December together", "2026-12-07", 1, "2026-12-10"},
		{"ends on the half day", "2026-06-03", 1, "2026-06-05"},
		{"the half day counts inside", "2026-06-03", 2, "2026-06-05"},
		{"and so the third is Monday", "2026-06-03", 3, "2026-06-08"},
		{"subsanación ends on the half day", "2026-06-02", 2, "2026-06-05"},
		{"from the half day", "2026-06-04", 1, "2026-06-05"},
		{"SAIP, ten days", "2026-03-20", 10, "2026-04-07"},
		{"thirty days", "2026-01-05", 30, "2026-02-16"},
		{"leap day", "2028-02-28", 1, "2028-02-29"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sameDay(t, "Due", c.Due(day(t, tt.from), tt.n, Habiles), day(t, tt.want))
		})
	}
}

func TestDueInCalendarDays(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct {
		name, from string
		n          int
		want       string
	}{
		{"the next day", "2026-03-09", 1, "2026-03-10"},
		{"weekend counts inside", "2026-03-06", 4, "2026-03-10"},
		{"ends on Saturday", "2026-03-06", 1, "2026-03-09"},
		{"day 1 is a Sunday", "2026-03-07", 2, "2026-03-09"},
		{"Holy Week counts inside", "2026-04-01", 7, "2026-04-08"},
		{"ends on Good Friday", "2026-04-01", 2, "2026-04-06"},
		{"ends on 29 July", "2026-07-22", 7, "2026-07-30"},
		{"ends on 1 January", "2025-12-22", 10, "2026-01-05"},
		{"ends on the half day", "2026-05-28", 7, "2026-06-05"},
		{"over the year", "2025-12-26", 14, "2026-01-09"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sameDay(t, "Due", c.Due(day(t, tt.from), tt.n, Calendario), day(t, tt.want))
		})
	}
}

// The manual's case from the filing to the end of the term to correct.
func TestTheManualsHolyWeek(t *testing.T) {
	c := New(nil)
	filed := c.Filed(instant(t, "2022-04-10T16:00:00Z"), DiaHabilSiguiente)
	sameDay(t, "filed", filed, day(t, "2022-04-11"))

	due := c.Due(instant(t, "2022-04-13T21:10:00Z"), 2, Habiles)
	sameDay(t, "term", due, day(t, "2022-04-19"))
	if Expired(due, instant(t, "2022-04-20T04:59:59Z")) {
		t.Error("23:59:59 of the last day is in time")
	}
	if !Expired(due, instant(t, "2022-04-20T05:00:00Z")) {
		t.Error("00:00 of the next day is late")
	}
}

func TestTwoHalfDaysInARowMoveOnTwice(t *testing.T) {
	c := New([]DiaNoLaborable{
		{Fecha: day(t, "2026-05-05"), MedioDia: true},
		{Fecha: day(t, "2026-05-06"), MedioDia: true},
	})
	for _, tipo := range []TipoDias{Habiles, Calendario} {
		sameDay(t, string(tipo), c.Due(day(t, "2026-05-04"), 1, tipo), day(t, "2026-05-07"))
	}
}

func TestAHolidayAddedDuringATermMovesIt(t *testing.T) {
	from := day(t, "2026-05-04")
	sameDay(t, "before", New(nil).Due(from, 3, Habiles), day(t, "2026-05-07"))
	added := New([]DiaNoLaborable{{Fecha: day(t, "2026-05-06"), Nombre: "Duelo nacional"}})
	sameDay(t, "after", added.Due(from, 3, Habiles), day(t, "2026-05-08"))
}

func TestTheHourOfTheActDoesNotMatter(t *testing.T) {
	c, want := New(nil), day(t, "2026-03-11")
	for _, in := range []string{"2026-03-09T05:00:00Z", "2026-03-09T17:00:00Z", "2026-03-10T04:59:59Z"} {
		sameDay(t, in, c.Due(instant(t, in), 2, Habiles), want)
		sameDay(t, in, c.Due(instant(t, in), 2, Calendario), want)
	}
}

func TestATermHasAtLeastOneDay(t *testing.T) {
	c, from := New(nil), day(t, "2026-03-09")
	for _, n := range []int{0, -5} {
		sameDay(t, "Due", c.Due(from, n, Habiles), day(t, "2026-03-10"))
		sameDay(t, "Due", c.Due(from, n, Calendario), day(t, "2026-03-10"))
	}
}

func TestUnknownDaysAreWorkingDays(t *testing.T) {
	sameDay(t, "Due", New(nil).Due(day(t, "2026-03-06"), 2, ""), day(t, "2026-03-10"))
}

func TestADayThatWasToldOnlyGrows(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct {
		name, from string
		n          int
		told, want string
	}{
		{"as it was counted", "2026-03-09", 2, "2026-03-11", "2026-03-11"},
		{"told before a day was declared", "2026-04-01", 2, "2026-04-02", "2026-04-07"},
		{"told a later day", "2026-03-09", 2, "2026-03-13", "2026-03-13"},
		{"the told day does not work now", "2026-03-09", 2, "2026-03-14", "2026-03-16"},
		{"counted by nobody", "2026-03-09", 0, "2026-03-11", "2026-03-11"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sameDay(t, "Grown", c.Grown(day(t, tt.from), tt.n, day(t, tt.told)), day(t, tt.want))
		})
	}
	if got := c.Grown(day(t, "2026-03-09"), 2, time.Time{}); !got.IsZero() {
		t.Errorf("a term that did not begin ends on %v", got)
	}
}
