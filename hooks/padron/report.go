package padron

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
)

// Report tells how an import went.
type Report struct {
	Filas     int         // taxpayers in the new registry
	Lineas    int         // lines read, the header among them
	Malas     int         // lines that could not be read
	Repetidas int         // lines whose RUC came again later
	Ejemplos  []LineaMala // the first bad lines
	Anterior  int         // taxpayers in the registry before; 0 when there was none
	Took      time.Duration
}

// LineaMala is a line that could not be read.
type LineaMala struct {
	Linea  int    // counted from the header, which is 1
	Motivo string // as the administrator reads it
}

func (r *Report) bad(motivo string) {
	if r.Malas++; len(r.Ejemplos) < examples {
		r.Ejemplos = append(r.Ejemplos, LineaMala{r.Lineas, motivo})
	}
}

// Malos writes the examples of bad lines, one a line.
func (r *Report) Malos() string {
	var lines []string
	for _, m := range r.Ejemplos {
		lines = append(lines, mesa.TextPadronLinea(m.Linea, m.Motivo))
	}
	return strings.Join(lines, "\n")
}

// Detalle is the whole report as an administrator reads it.
func (r *Report) Detalle() string {
	return strings.TrimSpace(mesa.TextPadronListo(r.Filas, r.Malas, r.Repetidas, r.Took) + "\n" + r.Malos())
}

// plausible refuses a file that can't be SUNAT's registry: one with more than one
// bad line in a hundred, with no taxpayer, or, unless forced, with fewer than
// half the taxpayers of the registry before.
func (r *Report) plausible(forced bool) error {
	switch {
	case r.Malas*100 > r.Lineas:
		return fault(mesa.TextPadronMalas(r.Malas, r.Lineas), nil)
	case r.Filas == 0:
		return fault(mesa.TextPadronVacio, nil)
	case r.Filas*2 < r.Anterior && !forced:
		return fault(mesa.TextPadronMenor(r.Filas, r.Anterior), nil)
	}
	return nil
}
