package plazos

import (
	"math"
	"time"
)

// Luz is the colour that a term of the office shows.
type Luz string

// The values of Luz, from none to the most urgent.
const (
	SinLuz Luz = "" // no term runs
	Verde  Luz = "verde"
	Ambar  Luz = "ambar" // a fifth of the term or less is left, at least one day
	Rojo   Luz = "rojo"  // the last day is today or past
)

// Luz is the colour, on the Lima day of now, of a term of kind t that depends on an
// act of the day from and whose last day is due; SinLuz for a zero due.
func (c *Calendar) Luz(from, due, now time.Time, t TipoDias) Luz {
	if due.IsZero() {
		return SinLuz
	}
	left := c.Left(now, due, t)
	switch {
	case left == 0:
		return Rojo
	case left == 1 || left*5 <= c.Left(from, due, t):
		return Ambar
	}
	return Verde
}

// Left counts the days, of kind t, after the Lima day of now, up to and including
// the term's last day due; 0 on that day and after it.
func (c *Calendar) Left(now, due time.Time, t TipoDias) int {
	if t != Calendario {
		return c.Between(now, due)
	}
	return max(0, int(math.Round(Date(due).Sub(Date(now)).Hours()/24)))
}

// Peor is the more urgent of two luces.
func Peor(a, b Luz) Luz {
	for _, l := range []Luz{Rojo, Ambar, Verde} {
		if a == l || b == l {
			return l
		}
	}
	return SinLuz
}
