package plazos

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestTheLightOfATerm(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct {
		name, from, due, now string
		tipo                 TipoDias
		want                 Luz
	}{
		{"ten days, the day it begins", "2026-03-09", "2026-03-23", "2026-03-09", Habiles, Verde},
		{"ten days, three left", "2026-03-09", "2026-03-23", "2026-03-18", Habiles, Verde},
		{"ten days, two left: a fifth", "2026-03-09", "2026-03-23", "2026-03-19", Habiles, Ambar},
		{"ten days, one left over a weekend", "2026-03-09", "2026-03-23", "2026-03-21", Habiles, Ambar},
		{"the last day", "2026-03-09", "2026-03-23", "2026-03-23", Habiles, Rojo},
		{"long past", "2026-03-09", "2026-03-23", "2026-05-04", Habiles, Rojo},
		{"thirty days, seven left", "2026-01-05", "2026-02-16", "2026-02-05", Habiles, Verde},
		{"thirty days, six left", "2026-01-05", "2026-02-16", "2026-02-06", Habiles, Ambar},
		{"seven days, two left", "2026-03-09", "2026-03-18", "2026-03-16", Habiles, Verde},
		{"seven days, one left", "2026-03-09", "2026-03-18", "2026-03-17", Habiles, Ambar},
		{"two days, both left", "2026-03-09", "2026-03-11", "2026-03-09", Habiles, Verde},
		{"two days, one left", "2026-03-09", "2026-03-11", "2026-03-10", Habiles, Ambar},
		{"one day, not yet begun", "2026-03-09", "2026-03-10", "2026-03-09", Habiles, Ambar},
		{"one day, over Holy Week", "2026-04-01", "2026-04-06", "2026-04-04", Habiles, Ambar},
		{"the half day counts as left", "2026-06-02", "2026-06-05", "2026-06-03", Habiles, Verde},
		{"ten calendar days, three left", "2026-03-09", "2026-03-19", "2026-03-16", Calendario, Verde},
		{"ten calendar days, two left", "2026-03-09", "2026-03-19", "2026-03-17", Calendario, Ambar},
		{"calendar days count the weekend", "2026-03-06", "2026-03-16", "2026-03-13", Calendario, Verde},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.Luz(day(t, tt.from), day(t, tt.due), day(t, tt.now), tt.tipo); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestNoTermHasNoLight(t *testing.T) {
	now := day(t, "2026-03-09")
	if got := New(nil).Luz(now, time.Time{}, now, Habiles); got != SinLuz {
		t.Errorf("a term that doesn't run is %q", got)
	}
}

func TestTheLightOnlyGetsWorse(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	order := map[Luz]int{Verde: 1, Ambar: 2, Rojo: 3}
	forMany(t, func(t *testing.T, r *rand.Rand) {
		from, n, tipo := randomDay(r), 1+r.IntN(40), bothKinds(r)
		c := randomCalendar(r, from, true)
		due, before, amber := c.Due(from, n, tipo), 0, false
		for now := from; !now.After(addDays(due, 3)); now = addDays(now, 1) {
			light := c.Luz(from, due, now, tipo)
			if order[light] < before || (light == Rojo) != !now.Before(due) {
				t.Fatalf("%d %s days from %s, due %s: %q on %s", n, tipo, from, due, light, now)
			}
			before, amber = order[light], amber || light == Ambar
		}
		if !amber {
			t.Fatalf("%d %s days from %s are never amber", n, tipo, from)
		}
	})
}

func TestTheWorseOfTwoLights(t *testing.T) {
	all := []Luz{SinLuz, Verde, Ambar, Rojo}
	for i, a := range all {
		for j, b := range all {
			if got := Peor(a, b); got != all[max(i, j)] {
				t.Errorf("%q or %q is %q", a, b, got)
			}
		}
	}
}
