package bandeja

import (
	"cmp"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// diario is the register of what came in and went out on a day (art. 117.2 of Ley 27444).
type diario struct {
	Filas               []asiento
	Ingresos, Salidas   int
	Mas                 bool // the page shows the first ones only
	Anterior, Posterior string
}

// asiento is a line of the daily register.
type asiento struct {
	Fecha                                                  types.DateTime
	Etapa, Numero, Nombres, Apellidos, RazonSocial, Asunto string
	Actor, Area, Destino, EntidadDestino, Documento        string
	Folios                                                 int
}

// mostOfADay bounds the lines on the page; the file has all of them.
const mostOfADay = 500

// entries and exits are the stages by which documents come in and go out. A routing goes to
// another organ, which the article counts among the exits.
var (
	entries = []mesa.Etapa{mesa.EtapaRecepcion, mesa.EtapaSubsanado}
	exits   = []mesa.Etapa{
		mesa.EtapaObservado, mesa.EtapaDerivado, mesa.EtapaDevuelto, mesa.EtapaAtendido, mesa.EtapaRemitido, mesa.EtapaReconducido,
		mesa.EtapaProrrogado, mesa.EtapaArchivado, mesa.EtapaNoPresentado, mesa.EtapaDesistido, mesa.EtapaReabierto, mesa.EtapaCedula,
	}
)

func quoted(stages ...mesa.Etapa) string {
	var list []string
	for _, s := range stages {
		list = append(list, "'"+string(s)+"'")
	}
	return strings.Join(list, ", ")
}

// Entra tells whether the line is of something that came in.
func (a asiento) Entra() bool {
	return a.Etapa == string(mesa.EtapaRecepcion) || a.Etapa == string(mesa.EtapaSubsanado)
}

// Hora is the hour in Lima.
func (a asiento) Hora() string { return a.Fecha.Time().In(plazos.Lima).Format("15:04:05") }

// Sentido says which way the documents went.
func (a asiento) Sentido() string {
	if a.Entra() {
		return "Ingreso"
	}
	return "Salida"
}

// Naturaleza is what the documents are.
func (a asiento) Naturaleza() string {
	name := map[mesa.Etapa]string{
		mesa.EtapaRecepcion: "Solicitud", mesa.EtapaSubsanado: "Subsanación", mesa.EtapaObservado: "Observación", mesa.EtapaAtendido: "Respuesta",
		mesa.EtapaDerivado: "Derivación", mesa.EtapaDevuelto: "Devolución", mesa.EtapaRemitido: "Remisión", mesa.EtapaProrrogado: "Prórroga",
		mesa.EtapaReconducido: "Cambio de trámite", mesa.EtapaNoPresentado: "No presentada", mesa.EtapaArchivado: "Archivo",
		mesa.EtapaDesistido: "Desistimiento", mesa.EtapaReabierto: "Reapertura", mesa.EtapaCedula: "Cédula",
	}[mesa.Etapa(a.Etapa)]
	if a.Documento != "" {
		name += " " + a.Documento
	}
	return name
}

// Administrado is who filed: the company, else the person.
func (a asiento) Administrado() string {
	return cmp.Or(a.RazonSocial, mesa.CleanLine(a.Nombres+" "+a.Apellidos))
}

// Remitente is who sends the documents.
func (a asiento) Remitente() string {
	if a.Entra() {
		return a.Administrado()
	}
	_, who, _ := strings.Cut(a.Actor, " ")
	return cmp.Or(who, "El sistema")
}

// Destinatario is who gets them.
func (a asiento) Destinatario() string {
	switch {
	case a.Entra():
		return mesa.MesaDePartes
	case a.EntidadDestino != "":
		return a.EntidadDestino
	case a.Etapa == string(mesa.EtapaDerivado):
		return mesaOf(a.Area)
	case a.Etapa == string(mesa.EtapaDevuelto):
		return mesa.MesaDePartes
	}
	return a.Administrado()
}

// folios counts the pages of what a line of the trail brought or sent. The signs keep SQLite
// from the indexes of columns that are empty in almost every document.
const folios = `CASE m.etapa
	WHEN 'RECEPCION' THEN (SELECT sum(d.folios) FROM documentos d WHERE d.solicitud = s.id AND d.clase != 'respuesta' AND +d.reemplaza = ''
		AND +d.subsanacion = '')
	WHEN 'SUBSANADO' THEN (SELECT sum(d.folios) FROM documentos d WHERE d.solicitud = s.id AND d.clase != 'respuesta'
		AND +d.subsanacion = m.subsanacion AND (d.subsanacion != '' OR d.reemplaza != ''))
	WHEN 'ATENDIDO' THEN (SELECT sum(d.folios) FROM documentos d WHERE d.solicitud = s.id AND d.clase = 'respuesta') END`

const daySQL = `SELECT m.rowid AS row, m.fecha, m.etapa, s.numero, s.nombres, s.apellidos, s.razon_social, s.asunto, m.actor, m.destino,
	m.entidad_destino, m.documento_numero AS documento, coalesce(a.nombre, '') AS area, coalesce(` + folios + `, 0) AS folios
	FROM movimientos m CROSS JOIN solicitudes s ON s.id = m.solicitud LEFT JOIN areas a ON a.id = m.area`

// readDay reads lines of a day's register after a place in the trail.
func (b *Bandeja) readDay(e *core.RequestEvent, f reportFilter, after place, limit int) ([]asiento, place, error) {
	c := scope(e)
	c.params["day"], c.params["next"], c.params["limit"] = stamp(f.Dia), stamp(f.Dia.AddDate(0, 0, 1)), limit
	c.params["after"], c.params["row"] = after.fecha, after.row
	c.add("m.fecha >= {:day} AND m.fecha < {:next} AND (m.fecha, m.rowid) > ({:after}, {:row}) AND m.etapa IN (" +
		quoted(append(entries, exits...)...) + ")")
	var rows []struct {
		asiento
		Row int
	}
	err := e.App.DB().NewQuery(daySQL + " WHERE " +
		strings.Join(c.where, " AND ") + " ORDER BY m.fecha, m.rowid LIMIT {:limit}").Bind(c.params).WithContext(e.Request.Context()).All(&rows)
	lines := make([]asiento, len(rows))
	for i, r := range rows {
		lines[i] = r.asiento
		after = place{r.Fecha.String(), r.Row}
	}
	return lines, after, err
}

// place is where a portion of the register ended.
type place struct {
	fecha string
	row   int
}

// dailyRegister reads a day for the page.
func (b *Bandeja) dailyRegister(e *core.RequestEvent, f reportFilter) (*diario, error) {
	lines, _, err := b.readDay(e, f, place{}, mostOfADay+1)
	d := &diario{Filas: lines, Anterior: formDay(f.Dia.AddDate(0, 0, -1))}
	if next := f.Dia.AddDate(0, 0, 1); !next.After(dayOf(b.Now())) {
		d.Posterior = formDay(next)
	}
	if len(d.Filas) > mostOfADay {
		d.Filas, d.Mas = d.Filas[:mostOfADay], true
	}
	for _, a := range d.Filas {
		if a.Entra() {
			d.Ingresos++
		} else {
			d.Salidas++
		}
	}
	return d, err
}
