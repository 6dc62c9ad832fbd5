package informe

import (
	"time"

	"mesadepartes/hooks/plazos"
)

// Dia is a day in Lima, counted from 1 January 1970. Zero is none.
type Dia int

// DiaDe is the Lima day of an instant; none for the zero instant.
func DiaDe(t time.Time) Dia {
	if t.IsZero() {
		return 0
	}
	y, m, d := t.In(plazos.Lima).Date()
	return Dia(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Fecha is the midnight in Lima that begins the day.
func (d Dia) Fecha() time.Time {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, plazos.Lima)
}

// stored is how the base writes an instant, to the second.
const stored = "2006-01-02 15:04:05"

// Leer reads the Lima day of an instant as the base stores it; none where there is none.
func Leer(s string) Dia {
	if len(s) < len(stored) {
		return 0
	}
	t, err := time.Parse(stored, s[:len(stored)])
	if err != nil {
		return 0
	}
	return DiaDe(t)
}

// Habiles counts working days between any two days of a span quickly: a report asks for
// hundreds of thousands.
type Habiles struct {
	primero Dia
	hasta   []int // working days from the first day up to and including each
}

// NewHabiles reads the calendar of an office from one day to another.
func NewHabiles(cal *plazos.Calendar, primero, ultimo Dia) *Habiles {
	h := &Habiles{primero: primero}
	n := 0
	for d := primero; d <= ultimo; d++ {
		if cal.IsWorking(d.Fecha()) {
			n++
		}
		h.hasta = append(h.hasta, n)
	}
	return h
}

// Between counts the working days after one day, up to and including another, as
// plazos.Calendar.Between does; 0 when the other isn't after it.
func (h *Habiles) Between(from, to Dia) int {
	if to <= from {
		return 0
	}
	return h.upTo(to) - h.upTo(from)
}

// upTo clips what lies outside the span.
func (h *Habiles) upTo(d Dia) int {
	i := min(int(d-h.primero), len(h.hasta)-1)
	if i < 0 {
		return 0
	}
	return h.hasta[i]
}
