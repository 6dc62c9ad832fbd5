package bandeja

import (
	"net/url"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// reporters are the roles that read reports: reception of its own work, an area of its own,
// the others of all. "" is the administrator's.
var reporters = []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura, ""}

// usualDays is how long the period of a report is unless the address says another;
// mostYears bounds it.
const (
	usualDays = 30
	mostYears = 5
)

// reportFilter is what a report is about, as the address says it. Whatever has no sense
// counts as not said.
type reportFilter struct {
	Desde, Hasta  time.Time // Lima days, both counted
	Tramite, Area string    // ids
	Estado        string
	Registro      string    // of the two registers, "" for the figures
	Dia           time.Time // of the daily register
	Anio          int       // of the register of requests for information
}

// The registers that a report may be.
const (
	registroDiario = "diario"
	registroSAIP   = "saip"
)

func readReport(q url.Values, now time.Time) reportFilter {
	today := dayOf(now)
	f := reportFilter{Desde: aDay(q.Get("desde")), Hasta: aDay(q.Get("hasta")), Registro: q.Get("registro"), Dia: aDay(q.Get("dia"))}
	if f.Hasta.IsZero() || f.Hasta.After(today) {
		f.Hasta = today
	}
	if f.Desde.IsZero() || f.Desde.After(f.Hasta) {
		f.Desde = f.Hasta.AddDate(0, 0, 1-usualDays)
	}
	if first := f.Hasta.AddDate(-mostYears, 0, 1); f.Desde.Before(first) {
		f.Desde = first
	}
	for name, field := range map[string]*string{"tramite": &f.Tramite, "area": &f.Area} {
		if id := q.Get(name); recordID.MatchString(id) {
			*field = id
		}
	}
	if estado := q.Get("estado"); slices.Contains(mesa.Estados(), mesa.Estado(estado)) {
		f.Estado = estado
	}
	if f.Registro != registroSAIP && (f.Registro != "" || !f.Dia.IsZero()) {
		f.Registro = registroDiario
	}
	if f.Dia.IsZero() || f.Dia.After(today) {
		f.Dia = today
	}
	f.Anio = today.Year()
	if t, err := time.Parse("2006", q.Get("anio")); err == nil && t.Year() > f.Anio-50 && t.Year() <= f.Anio {
		f.Anio = t.Year()
	}
	return f
}

// aDay is a day as a form sends it, as Lima midnight; zero for anything else.
func aDay(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, plazos.Lima)
	if err != nil || t.Year() < 1990 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

func formDay(t time.Time) string { return t.Format("2006-01-02") }

// DesdeForm and the others are the days as the form shows them.
func (f reportFilter) DesdeForm() string { return formDay(f.Desde) }

// HastaForm is the last day of the period.
func (f reportFilter) HastaForm() string { return formDay(f.Hasta) }

// DiaForm is the day of the daily register.
func (f reportFilter) DiaForm() string { return formDay(f.Dia) }

// Filtra tells whether a filter besides the period is set.
func (f reportFilter) Filtra() bool { return f.Tramite+f.Area+f.Estado != "" }

// Query is the filter as an address says it.
func (f reportFilter) Query() string {
	switch f.Registro {
	case registroDiario:
		return escape("registro", f.Registro, "dia", f.DiaForm())
	case registroSAIP:
		return escape("registro", f.Registro, "anio", time.Date(f.Anio, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
	}
	return escape("desde", f.DesdeForm(), "hasta", f.HastaForm(), "tramite", f.Tramite, "area", f.Area, "estado", f.Estado)
}

// conditions are those of SQL that filings s meet which an account may report on.
type conditions struct {
	where  []string
	params dbx.Params
}

func (c *conditions) add(where string) { c.where = append(c.where, where) }

// scope is what an account's reports are about: for reception the filings that it moved or
// is in charge of, for an area those that were routed to it, for the others all.
func scope(e *core.RequestEvent) *conditions {
	who := actor(e)
	c := &conditions{params: dbx.Params{
		"me": e.Auth.Id, "own": who.Area, "acted": mesa.ColPersonal + "/" + e.Auth.Id + " ", "actedEnd": mesa.ColPersonal + "/" + e.Auth.Id + "!",
	}}
	switch who.Rol {
	case mesa.RolMesa:
		c.add("(s.responsable = {:me} OR EXISTS (SELECT 1 FROM movimientos mm INDEXED BY idx_informe_recorrido WHERE mm.solicitud = s.id " +
			"AND mm.actor >= {:acted} AND mm.actor < {:actedEnd}))")
	case mesa.RolArea:
		c.add("EXISTS (SELECT 1 FROM derivaciones d WHERE d.solicitud = s.id AND d.area = {:own} AND d.copia = FALSE)")
	case mesa.RolJefatura, "":
	default:
		c.add("FALSE")
	}
	return c
}

// filtered is the scope of an account within a filter, the period aside.
func (f reportFilter) filtered(e *core.RequestEvent) *conditions { return f.narrow(scope(e)) }

// narrow adds the filter to the conditions.
func (f reportFilter) narrow(c *conditions) *conditions {
	for column, value := range map[string]string{"tramite": f.Tramite, "area": f.Area, "estado": f.Estado} {
		if value != "" {
			c.add("s." + column + " = {:" + column + "}")
			c.params[column] = value
		}
	}
	return c
}

// arrived adds the period to the conditions: the filings that came in during it.
func (f reportFilter) arrived(c *conditions) *conditions {
	c.add("s.recibida_en >= {:desde} AND s.recibida_en < {:hasta}")
	c.params["desde"], c.params["hasta"] = stamp(f.Desde), stamp(f.Hasta.AddDate(0, 0, 1))
	return c
}
