package bandeja

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"mesadepartes/hooks/informe"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const reportPage, reportTitle = "bandeja/reportes", "Reportes"

// reportView is the page of the reports: the figures of a period, or one of the registers.
type reportView struct {
	Frame
	Filtro         reportFilter
	Alcance        string // whose work this is
	Areas, Tramite []option
	Estados        []option
	Cifras         []cifra
	Llegada        llegada
	Tiempos        []tiempo
	Personas       []actsOf
	Cuadros        map[string]cuadro
	Diario         *diario
	SAIP           *registroDeAcceso
	Generado       time.Time
}

// cifra is one of the big figures at the top.
type cifra struct {
	Nombre, Valor, Nota string
	Mala                bool
}

// cuadro is a table whose rows carry a bar.
type cuadro struct {
	Titulo, Nota, Columna, Vacio string
	Filas                        []barra
}

// barra is a row: its part of the whole in words, and its length of a hundred.
type barra struct {
	Nombre, Parte string
	N, Ancho      int
}

// tiempo is how long something took.
type tiempo struct {
	Nombre, Mediana, P90 string
	N                    int
}

// reports shows the figures of a period or a register.
func (b *Bandeja) reports(e *core.RequestEvent) error {
	who := actor(e)
	if !slices.Contains(reporters, who.Rol) {
		return e.NotFoundError("", nil)
	}
	f := readReport(e.Request.URL.Query(), b.Now())
	v := &reportView{Frame: b.bareFrame(e), Filtro: f, Alcance: alcance[who.Rol], Generado: b.Now(), Cuadros: map[string]cuadro{}}
	var err error
	switch f.Registro {
	case registroDiario:
		v.Diario, err = b.dailyRegister(e, f)
	case registroSAIP:
		v.SAIP, err = b.accessRegister(e, f)
	default:
		err = b.fillFigures(e, f, v)
	}
	if err != nil {
		return err
	}
	return b.Screen.Show(e, reportPage, reportTitle, v)
}

// alcance tells each role whose work it reads.
var alcance = map[mesa.Rol]string{
	mesa.RolMesa:     "Su propio trabajo: las solicitudes que usted movió o tiene a su cargo.",
	mesa.RolArea:     "El trabajo de su área: las solicitudes que le fueron derivadas, sin las copias.",
	mesa.RolJefatura: "Toda la entidad.",
	"":               "Toda la entidad.",
}

func (b *Bandeja) fillFigures(e *core.RequestEvent, f reportFilter, v *reportView) (err error) {
	if v.Areas, err = options(e.App, mesa.ColAreas); err != nil {
		return err
	}
	if v.Tramite, err = options(e.App, mesa.ColTramites); err != nil {
		return err
	}
	for _, estado := range mesa.Estados() {
		v.Estados = append(v.Estados, option{string(estado), mesa.NombreEstado(estado)})
	}
	fig, err := b.figures(e, f)
	if err != nil {
		return err
	}
	v.Cifras = bigFigures(fig)
	v.Llegada = arrivals(fig.cuenta.PorDia, f)
	v.Tiempos = []tiempo{durations("Hasta la primera revisión", &fig.cuenta.Revision), durations("Hasta la respuesta", &fig.cuenta.Respuesta)}
	v.Personas = fig.personas
	c := fig.cuenta
	v.Cuadros["tramite"] = cuadro{Columna: "Trámite", Filas: bars(named(c.PorTramite, fig.name("Sin trámite")), c.Ingresos)}
	v.Cuadros["area"] = cuadro{Columna: "Área", Filas: bars(named(c.PorArea, fig.name("Sin derivar")), c.Ingresos)}
	v.Cuadros["estado"] = cuadro{Columna: "Estado", Filas: bars(byState(c.PorEstado), c.Ingresos)}
	v.Cuadros["plazos"] = cuadro{Columna: "Respuesta", Filas: bars(terms(c.Plazos), c.Ingresos)}
	v.Cuadros["antiguedad"] = cuadro{
		Columna: "Días hábiles", Vacio: "No hay solicitudes abiertas.", Filas: bars(ages(fig.antiguedad), fig.abiertas),
	}
	v.Cuadros["causas"] = cuadro{Columna: "Qué se observó", Vacio: "Nada se observó en este período.", Filas: bars(causes(fig.observado), 0)}
	v.Cuadros["frases"] = cuadro{Columna: "Observación", Vacio: "Ninguna observación se repite.", Filas: bars(fig.observado.textos, 0)}
	return nil
}

// bigFigures are the row at the top.
func bigFigures(fig *figures) []cifra {
	c := fig.cuenta
	met := cifra{Nombre: "Plazos cumplidos", Valor: "–", Nota: "ningún plazo terminó"}
	if rate := c.Plazos.Cumplidos(); rate >= 0 {
		over := c.Plazos.EnPlazo + c.Plazos.Tarde + c.Plazos.Vencidas
		met.Valor, met.Nota = strconv.Itoa(rate)+" %", fmt.Sprintf("%s de %s que terminaron", thousands(c.Plazos.EnPlazo), thousands(over))
	}
	took := cifra{Nombre: "Tiempo de respuesta", Valor: "–", Nota: "nada se respondió"}
	if c.Respuesta.N() > 0 {
		took.Valor, took.Nota = decimal(c.Respuesta.Median())+" d", "mediana en días hábiles"
	}
	return []cifra{
		{Nombre: "Ingresaron", Valor: thousands(c.Ingresos), Nota: "en el período"},
		{Nombre: "Respondidas", Valor: thousands(c.Plazos.Resueltas), Nota: share(c.Plazos.Resueltas, c.Ingresos) + " de las que ingresaron"},
		met,
		took,
		{Nombre: "Abiertas hoy", Valor: thousands(fig.abiertas), Nota: "de cualquier fecha"},
		{Nombre: "Vencidas hoy", Valor: thousands(fig.vencidas), Nota: "abiertas, fuera de plazo", Mala: fig.vencidas > 0},
	}
}

func durations(nombre string, d *informe.Duraciones) tiempo {
	t := tiempo{Nombre: nombre, N: d.N(), Mediana: "–", P90: "–"}
	if d.N() > 0 {
		t.Mediana, t.P90 = decimal(d.Median()), strconv.Itoa(d.P90())
	}
	return t
}

func terms(p informe.Plazos) []counted {
	return []counted{
		{"Respondidas en plazo", p.EnPlazo}, {"Respondidas tarde", p.Tarde}, {"Vencidas sin responder", p.Vencidas},
		{"Abiertas, en plazo", p.EnCurso}, {"Sin plazo que corra", p.SinPlazo}, {"Cerradas sin respuesta", p.Cerradas},
	}
}

func ages(a informe.Antiguedad) []counted {
	if a == (informe.Antiguedad{}) {
		return nil
	}
	return []counted{{"0 a 2", a[0]}, {"3 a 5", a[1]}, {"6 a 10", a[2]}, {"Más de 10", a[3]}}
}

func causes(o observations) []counted {
	var list []counted
	if o.general > 0 {
		list = append(list, counted{"La solicitud en general", o.general})
	}
	for _, c := range o.clases {
		list = append(list, counted{mesa.NombreClase(c.Nombre), c.N})
	}
	return list
}

func byState(n map[string]int) []counted {
	var list []counted
	for _, estado := range mesa.Estados() {
		if n[string(estado)] > 0 {
			list = append(list, counted{mesa.NombreEstado(estado), n[string(estado)]})
		}
	}
	return list
}
