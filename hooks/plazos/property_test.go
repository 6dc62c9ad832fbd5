package plazos

import (
	"math/rand/v2"
	"testing"
	"time"
)

// trials is enough to meet every weekday, holiday and kind of declared day
// many times over; the seed is fixed so that a failure can be repeated.
const trials = 1000

func forMany(t *testing.T, property func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	r := rand.New(rand.NewPCG(27444, 713))
	for i := 0; i < trials && !t.Failed(); i++ {
		property(t, r)
	}
}

func bothKinds(r *rand.Rand) TipoDias {
	if r.IntN(2) == 0 {
		return Calendario
	}
	return Habiles
}

// subtract walks a term back: the day from which n working days end on due.
func subtract(c *Calendar, due time.Time, n int) time.Time {
	for date := due; ; date = addDays(date, -1) {
		if c.IsWorking(date) {
			if n == 0 {
				return date
			}
			n--
		}
	}
}

func TestAddingThenSubtractingReturns(t *testing.T) {
	t.Parallel()
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n := randomDay(r), 1+r.IntN(40)
		c := randomCalendar(r, from, false)
		want := from
		for !c.IsWorking(want) { // a term from a Sunday is that from the Friday before
			want = addDays(want, -1)
		}
		sameDay(t, "subtracted", subtract(c, c.Due(from, n, Habiles), n), want)
	})
}

func TestMonotoneInTheStart(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomDay(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, from, true)
		later := addDays(from, r.IntN(10))
		if c.Due(later, n, tipo).Before(c.Due(from, n, tipo)) {
			t.Errorf("%d %s days from %s end before those from %s", n, tipo, later, from)
		}
	})
}

func TestMonotoneInTheLength(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomDay(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, from, true)
		if c.Due(from, n+1, tipo).Before(c.Due(from, n, tipo)) {
			t.Errorf("%d %s days from %s end before %d do", n+1, tipo, from, n)
		}
	})
}

func TestADeclaredDayNeverShortensATerm(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomDay(r), 1+r.IntN(40), bothKinds(r)
		if randomCalendar(r, from, true).Due(from, n, tipo).Before(New(nil).Due(from, n, tipo)) {
			t.Errorf("%d %s days from %s end before they do without declared days", n, tipo, from)
		}
	})
}

func TestNeverEndsOnADayThatDoesNotWork(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomInstant(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, from, true)
		due := c.Due(from, n, tipo)
		if !c.EndsTerm(due) || !c.IsWorking(due) || c.Why(due) != "" {
			t.Errorf("%d %s days from %s end on %s: %q", n, tipo, from, due, c.Why(due))
		}
		if !due.After(Date(from)) || !due.Equal(Date(due)) {
			t.Errorf("%d %s days from %s end on %s", n, tipo, from, due)
		}
	})
}

func TestATermHasTheDaysItSays(t *testing.T) {
	t.Parallel()
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n := randomInstant(r), 1+r.IntN(40)
		c := randomCalendar(r, from, false)
		if got := c.Between(from, c.Due(from, n, Habiles)); got != n {
			t.Errorf("%d days from %s hold %d working days", n, from, got)
		}
		c = randomCalendar(r, from, true)
		if got := c.Between(from, c.Due(from, n, Habiles)); got < n {
			t.Errorf("%d days from %s, with half days, hold only %d", n, from, got)
		}
	})
}

// A term moves on no further than the law asks: no earlier day would do.
func TestTheLastDayIsTheFirstPossible(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomDay(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, from, true)
		due, counted := c.Due(from, n, tipo), 0
		for date := addDays(from, 1); date.Before(due); date = addDays(date, 1) {
			if tipo == Calendario || c.IsWorking(date) {
				counted++
			}
			if counted >= n && c.EndsTerm(date) {
				t.Fatalf("%d %s days from %s end on %s, could on %s", n, tipo, from, due, date)
			}
		}
	})
}

func TestBetweenAddsUp(t *testing.T) {
	t.Parallel()
	forMany(t, func(t *testing.T, r *rand.Rand) {
		a := randomInstant(r)
		b := addDays(a, r.IntN(40))
		z := addDays(b, r.IntN(40))
		c := randomCalendar(r, a, true)
		if c.Between(a, b)+c.Between(b, z) != c.Between(a, z) {
			t.Errorf("%s, %s, %s don't add up", a, b, z)
		}
		counted := 0
		for date := addDays(Date(a), 1); !date.After(Date(z)); date = addDays(date, 1) {
			if c.Why(date) == "" {
				counted++
			}
		}
		if got := c.Between(a, z); got != counted {
			t.Errorf("Between(%s, %s) = %d, counted %d", a, z, got, counted)
		}
	})
}

func TestFiledTwiceIsFiledOnce(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		at := randomInstant(r)
		c := randomCalendar(r, at, true)
		for _, regla := range []Regla{DiaHabilSiguiente, MismoDia} {
			once := c.Filed(at, regla)
			sameDay(t, "filed again", c.Filed(once, regla), once)
			if once.Before(Date(at)) {
				t.Errorf("%s filed before it arrived: %s", at, once)
			}
		}
		if !c.IsWorking(c.Filed(at, DiaHabilSiguiente)) {
			t.Errorf("%s filed on a day that doesn't work", at)
		}
	})
}

// The same-day rule never gives the entity more time.
func TestSameDayRuleNeverEndsLater(t *testing.T) {
	forMany(t, func(t *testing.T, r *rand.Rand) {
		at, n, tipo := randomInstant(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, at, true)
		mismo := c.Due(c.Filed(at, MismoDia), n, tipo)
		if mismo.After(c.Due(c.Filed(at, DiaHabilSiguiente), n, tipo)) {
			t.Errorf("%d %s days from %s end later under the same-day rule", n, tipo, at)
		}
	})
}
