package bandeja

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// registroDeAcceso is the register of requests for public information of a year (art. 2.12
// of DS 007-2024-JUS).
type registroDeAcceso struct {
	Filas     []pedido
	Anios     []int
	Resumen   []counted
	Preguntas []preguntaView // the optional statistics, for who reads of the whole office
	Mas       bool
}

// pedido is a request for public information.
type pedido struct {
	Numero, Nombres, Apellidos, RazonSocial, Representado, TipoDocumento, NumeroDocumento, Asunto, Pedido string
	Entrega, EntregaOtro, Estado, Area, Sentido                                                           string
	Recibida, VenceLegal, Respondida                                                                      types.DateTime
	Prorrogada                                                                                            bool
}

type preguntaView struct {
	Pregunta   string
	Respuestas []counted
}

// mostOfAYear bounds the requests on the page; the file has all of them.
const mostOfAYear = 500

// Quien is who asks.
func (p pedido) Quien() string {
	return cmp.Or(p.RazonSocial, p.Representado, mesa.CleanLine(p.Nombres+" "+p.Apellidos))
}

// EstadoNombre is the state in words.
func (p pedido) EstadoNombre() string { return mesa.NombreEstado(mesa.Estado(p.Estado)) }

// SentidoNombre is the sense of the answer in words.
func (p pedido) SentidoNombre() string { return accessSenses[mesa.Sentido(p.Sentido)] }

var accessSenses = map[mesa.Sentido]string{
	mesa.Favorable: "Entregada", mesa.FavorableEnParte: "Entregada en parte", mesa.Desfavorable: "Denegada",
	mesa.Improcedente: "Improcedente", mesa.Informativa: "Informativa",
}

// Dia writes an instant as a day of Lima; nothing for none.
func (p pedido) Dia(t types.DateTime) string { return dayInLima(t) }

func dayInLima(t types.DateTime) string {
	if t.IsZero() {
		return ""
	}
	return t.Time().In(plazos.Lima).Format("02/01/2006")
}

// ATiempo says whether the law's term was met.
func (p pedido) ATiempo(now time.Time) string {
	switch {
	case p.VenceLegal.IsZero():
		return ""
	case !p.Respondida.IsZero() && plazos.Expired(p.VenceLegal.Time(), p.Respondida.Time()):
		return "tarde"
	case !p.Respondida.IsZero():
		return "en plazo"
	case mesa.Estado(p.Estado).Open() && plazos.Expired(p.VenceLegal.Time(), now):
		return "vencida"
	}
	return ""
}

const accessSQL = `SELECT s.correlativo, s.numero, s.nombres, s.apellidos, s.razon_social, s.representado, s.tipo_documento,
	s.numero_documento, s.asunto, s.pedido, s.entrega, s.entrega_otro, s.estado, s.recibida_en AS recibida, s.vence_legal, s.prorrogada,
	coalesce(a.nombre, '') AS area, coalesce(` + answeredAt + `, '') AS respondida, coalesce(` + senseOf + `, '') AS sentido
	FROM solicitudes s LEFT JOIN areas a ON a.id = s.area`

// readAccess reads requests of a year after one of them, in the order of their numbers.
func (b *Bandeja) readAccess(e *core.RequestEvent, f reportFilter, after, limit int) ([]pedido, int, error) {
	c := scope(e)
	c.params["anio"], c.params["after"], c.params["limit"], c.params["f"] = f.Anio, after, limit, mesa.FormularioSAIP
	c.add("s.anio = {:anio} AND s.correlativo > {:after} AND s.tramite IN (SELECT id FROM tramites WHERE formulario = {:f})")
	var rows []struct {
		pedido
		Correlativo int
	}
	err := e.App.DB().NewQuery(accessSQL + " WHERE " + strings.Join(c.where, " AND ") +
		" ORDER BY s.correlativo LIMIT {:limit}").Bind(c.params).WithContext(e.Request.Context()).All(&rows)
	list := make([]pedido, len(rows))
	for i, r := range rows {
		list[i], after = r.pedido, r.Correlativo
	}
	return list, after, err
}

const senseOf = "(SELECT m.sentido FROM movimientos m WHERE m.solicitud = s.id AND m.etapa = 'ATENDIDO' ORDER BY m.fecha LIMIT 1)"

// accessRegister reads a year's requests for the page, with what the law wants counted.
func (b *Bandeja) accessRegister(e *core.RequestEvent, f reportFilter) (*registroDeAcceso, error) {
	all, _, err := b.readAccess(e, f, 0, mostOfAYear*20)
	if err != nil {
		return nil, err
	}
	r := &registroDeAcceso{Filas: all}
	now := b.Now()
	for y := now.In(plazos.Lima).Year(); y > now.In(plazos.Lima).Year()-6; y-- {
		r.Anios = append(r.Anios, y)
	}
	n := map[string]int{}
	for _, p := range all {
		n["Pedidos"]++
		n[p.SentidoNombre()]++
		n[p.ATiempo(now)]++
		if p.Prorrogada {
			n["Con prórroga"]++
		}
	}
	n["Respondidos en plazo"], n["Respondidos tarde"], n["Vencidos sin responder"] = n["en plazo"], n["tarde"], n["vencida"]
	for _, name := range []string{
		"Pedidos", "Entregada", "Entregada en parte", "Denegada", "Improcedente", "Informativa", "Respondidos en plazo", "Respondidos tarde",
		"Vencidos sin responder", "Con prórroga",
	} {
		r.Resumen = append(r.Resumen, counted{name, n[name]})
	}
	if len(r.Filas) > mostOfAYear {
		r.Filas, r.Mas = r.Filas[:mostOfAYear], true
	}
	if rol := actor(e).Rol; rol == mesa.RolJefatura || rol == "" {
		r.Preguntas, err = statistics(e.App, f.Anio)
	}
	return r, err
}

// statistics are the totals of the optional questions (art. 15.6 of DS 007-2024-JUS).
func statistics(app core.App, anio int) ([]preguntaView, error) {
	var rows []struct {
		Pregunta, Respuesta string
		Cuantas             int
	}
	err := app.DB().NewQuery("SELECT pregunta, respuesta, cuantas FROM " + mesa.ColEstadisticas + " WHERE anio = {:a}").
		Bind(dbx.Params{"a": anio}).All(&rows)
	var list []preguntaView
	for _, q := range mesa.Estadisticas() {
		v := preguntaView{Pregunta: q.Pregunta}
		for _, answer := range q.Respuestas {
			for _, r := range rows {
				if r.Pregunta == q.Pregunta && r.Respuesta == answer.Nombre {
					v.Respuestas = append(v.Respuestas, counted{answer.Nombre, r.Cuantas})
				}
			}
		}
		if v.Respuestas != nil {
			list = append(list, v)
		}
	}
	return list, err
}

// AnioTexto is the year without a separator of thousands.
func (f reportFilter) AnioTexto() string { return strconv.Itoa(f.Anio) }
