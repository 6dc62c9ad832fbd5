package informe

// Hecho is what a report knows of one filing.
type Hecho struct {
	Recibida   Dia
	Vence      Dia // the last day to answer by the law, none while no term runs
	Revisada   Dia // reception's first act on it
	Respondida Dia // its answer
	Abierta    bool

	Tramite, Area, Estado string
}

// Cuenta are the figures of the filings that came in during a period.
type Cuenta struct {
	Ingresos   int
	PorDia     map[Dia]int
	PorTramite map[string]int
	PorArea    map[string]int
	PorEstado  map[string]int

	Revision, Respuesta Duraciones // in working days since the filing came in
	Plazos              Plazos
}

// Plazos are the terms of the law (art. 131.1 of Ley 27444) of filings.
type Plazos struct {
	EnPlazo   int // answered on the last day or before
	Tarde     int // answered later
	Vencidas  int // open, and the last day is over
	EnCurso   int // open, the last day is to come
	SinPlazo  int // answered or open while no term ran
	Cerradas  int // ended without an answer: withdrawn, remitted, not presented, archived
	Abiertas  int // all that are open
	Resueltas int // all that were answered
}

// Cumplidos is how many of a hundred terms that are over were met, -1 of none. An open
// filing whose last day is over counts as one that was not.
func (p Plazos) Cumplidos() int {
	over := p.EnPlazo + p.Tarde + p.Vencidas
	if over == 0 {
		return -1
	}
	return (200*p.EnPlazo + over) / (2 * over)
}

// NewCuenta is a count of nothing.
func NewCuenta() *Cuenta {
	return &Cuenta{PorDia: map[Dia]int{}, PorTramite: map[string]int{}, PorArea: map[string]int{}, PorEstado: map[string]int{}}
}

// Add counts one filing, as things stand on a day.
func (c *Cuenta) Add(h Hecho, hoy Dia, habiles *Habiles) {
	c.Ingresos++
	c.PorDia[h.Recibida]++
	c.PorTramite[h.Tramite]++
	c.PorArea[h.Area]++
	c.PorEstado[h.Estado]++
	if h.Revisada != 0 {
		c.Revision.Add(habiles.Between(h.Recibida, h.Revisada))
	}
	if h.Respondida != 0 {
		c.Respuesta.Add(habiles.Between(h.Recibida, h.Respondida))
	}
	c.Plazos.add(h, hoy)
}

func (p *Plazos) add(h Hecho, hoy Dia) {
	switch {
	case h.Respondida != 0:
		p.Resueltas++
	case h.Abierta:
		p.Abiertas++
	default:
		p.Cerradas++
		return
	}
	switch {
	case h.Vence == 0:
		p.SinPlazo++
	case h.Respondida != 0 && h.Respondida <= h.Vence:
		p.EnPlazo++
	case h.Respondida != 0:
		p.Tarde++
	case h.Vence < hoy:
		p.Vencidas++
	default:
		p.EnCurso++
	}
}

// Antiguedad are open filings by the working days since they came in: 0 to 2, 3 to 5, 6 to
// 10, more.
type Antiguedad [4]int

// Add counts an open filing of so many working days.
func (a *Antiguedad) Add(days int) {
	switch {
	case days <= 2:
		a[0]++
	case days <= 5:
		a[1]++
	case days <= 10:
		a[2]++
	default:
		a[3]++
	}
}
