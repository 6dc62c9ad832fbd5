package bandeja

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/informe"
	"mesadepartes/hooks/mesa"
)

// mostRows bounds a table of bars; what is beyond it becomes one row.
const mostRows = 12

// bars gives each row its part of the whole and the length of its bar. Of no whole there
// are no parts: one filing may stand in several rows.
func bars(rows []counted, whole int) []barra {
	most := 1
	for _, r := range rows {
		most = max(most, r.N)
	}
	var list []barra
	for _, r := range rows {
		b := barra{Nombre: r.Nombre, N: r.N, Ancho: (100*r.N + most - 1) / most}
		if whole > 0 {
			b.Parte = share(r.N, whole)
		}
		list = append(list, b)
	}
	return list
}

// named gives ids their names, the most frequent first.
func named(n map[string]int, name func(id string) string) []counted {
	var list []counted
	for id, count := range n {
		list = append(list, counted{name(id), count})
	}
	slices.SortFunc(list, func(a, b counted) int { return cmp.Or(b.N-a.N, strings.Compare(a.Nombre, b.Nombre)) })
	if len(list) > mostRows {
		rest := counted{Nombre: fmt.Sprintf("Otros %d", len(list)-mostRows+1)}
		for _, r := range list[mostRows-1:] {
			rest.N += r.N
		}
		list = append(list[:mostRows-1], rest)
	}
	return list
}

func (fig *figures) name(none string) func(id string) string {
	return func(id string) string { return cmp.Or(fig.nombres[id], none) }
}

// llegada is the chart of what came in: a column a day, a week or a month.
type llegada struct {
	Unidad   string // in words, for the headings
	Columnas []columna
	Ancho    int // of the drawing
	Lineas   []linea
	Resumen  string
}

// columna is one column of the chart and one row of its table.
type columna struct {
	Nombre      string
	N           int
	X, Y, W, H  string
	Marca       string // beneath it, "" for most
	MarcaX      string
	Fin, Inicio bool // the first and the last mark are aligned inwards
}

type linea struct {
	N int
	Y string
}

// The drawing's measures, in its own units.
const (
	chartWide, chartHigh = 720, 200
	chartLeft, chartFoot = 44, 24
)

// arrivals draws what came in: by day up to 62 days, by week up to a year, else by month.
func arrivals(byDay map[informe.Dia]int, f reportFilter) llegada {
	first, last := informe.DiaDe(f.Desde), informe.DiaDe(f.Hasta)
	l := llegada{Unidad: "Día", Ancho: chartWide}
	begins := func(t time.Time) time.Time { return t }
	switch days := int(last-first) + 1; {
	case days > 370:
		l.Unidad = "Mes"
		begins = func(t time.Time) time.Time { return t.AddDate(0, 0, 1-t.Day()) }
	case days > 62:
		l.Unidad = "Semana del"
		begins = func(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }
	}
	was := time.Time{}
	for d := first; d <= last; d++ {
		start := begins(d.Fecha())
		if len(l.Columnas) == 0 || !start.Equal(was) {
			l.Columnas = append(l.Columnas, columna{Nombre: columnName(l.Unidad, start)})
		}
		was = start
		l.Columnas[len(l.Columnas)-1].N += byDay[d]
	}
	l.place()
	return l
}

func columnName(unidad string, t time.Time) string {
	switch unidad {
	case "Mes":
		return months[t.Month()-1] + " " + t.Format("2006")
	case "Día":
		return t.Format("02/01/2006")
	}
	return t.Format("02/01/2006")
}

var months = [...]string{"ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "set.", "oct.", "nov.", "dic."}

// place gives the columns and the lines of the scale their places.
func (l *llegada) place() {
	most, top, total := 0, 0, 0
	for i, c := range l.Columnas {
		total += c.N
		if c.N > most {
			most, top = c.N, i
		}
	}
	step := scaleStep(most)
	ceiling := float64(max(step, (most+step-1)/step*step))
	room := float64(chartHigh - chartFoot - 8)
	y := func(n int) float64 { return 8 + room*(1-float64(n)/ceiling) }
	for n := 0; n <= int(ceiling); n += step {
		l.Lineas = append(l.Lineas, linea{n, number(y(n))})
	}
	wide := float64(chartWide-chartLeft) / float64(len(l.Columnas))
	every := max(1, (len(l.Columnas)+7)/8)
	for i := range l.Columnas {
		c := &l.Columnas[i]
		c.X, c.W = number(chartLeft+wide*(float64(i)+.15)), number(wide*.7)
		c.Y, c.H = number(y(c.N)), number(room+8-y(c.N))
		if i%every == 0 {
			c.Marca, c.MarcaX = c.Nombre, number(chartLeft+wide*(float64(i)+.5))
			if l.Unidad != "Mes" {
				c.Marca = c.Nombre[:5]
			}
		}
	}
	l.Resumen = fmt.Sprintf("%s en total", thousands(total))
	if most > 0 {
		l.Resumen += fmt.Sprintf("; lo más alto fue %s: %s", l.Columnas[top].Nombre, thousands(most))
	}
}

// scaleStep is a round number that divides a scale into two to five parts.
func scaleStep(most int) int {
	step := 1
	for ; ; step *= 10 {
		for _, k := range []int{1, 2, 5} {
			if most <= 5*k*step {
				return k * step
			}
		}
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// thousands writes a number as Peru does: 12 345.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// share is a part of a whole in words.
func share(n, whole int) string {
	switch {
	case whole == 0 || n == 0:
		return "0 %"
	case 100*n < whole:
		return "menos de 1 %"
	}
	return strconv.Itoa((200*n+whole)/(2*whole)) + " %"
}

// mesaOf is who has a filing: its area, else reception.
func mesaOf(area string) string { return cmp.Or(area, mesa.MesaDePartes) }
