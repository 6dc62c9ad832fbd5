package bandeja

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// perPage is how many filings a page of the inbox shows.
const perPage = 25

// fila is a filing in the inbox.
type fila struct {
	ID, Numero, Estado, UltimaEtapa, Nombres, Apellidos, RazonSocial, Asunto, Semaforo, Alerta string
	Tramite, AreaNombre, ResponsableNombre                                                     string
	Anio, Correlativo, Version                                                                 int
	Recibida, VenceLegal, VenceRevision, VenceSubsanacion, Registrada                          types.DateTime

	Vista                int  // the version this person saw last, -1 for none
	CorreoMal, ConAvisos bool // a mail did not leave; a PDF has notices
	SinCorreo            bool // the person left no address: each notice goes on paper

	Luz     luz  `db:"-"`
	Marcada bool `db:"-"` // a batch that was refused had it ticked
}

// Nueva tells whether this person has not seen the filing as it is.
func (f fila) Nueva() bool { return f.Vista < f.Version }

// Quien is who files: the company, else the person.
func (f fila) Quien() string {
	if f.RazonSocial != "" {
		return f.RazonSocial
	}
	return mesa.CleanLine(f.Nombres + " " + f.Apellidos)
}

// Novedad names what changed since this person saw the filing.
func (f fila) Novedad() string {
	if f.Vista < 0 || !f.Nueva() {
		return ""
	}
	return mesa.NombreEtapa(mesa.Etapa(f.UltimaEtapa))
}

// EstadoNombre is the state in words.
func (f fila) EstadoNombre() string { return mesa.NombreEstado(mesa.Estado(f.Estado)) }

// key is the place of the row in a list of that order.
func (f fila) key(orden string) string {
	if orden == urgentFirst {
		due := f.VenceLegal.String()
		if due == "" {
			due = "9999"
		}
		return due + "~" + strconv.Itoa(f.place())
	}
	return strconv.Itoa(f.place())
}

// place is the number as one figure: year and correlativo.
func (f fila) place() int { return f.Anio*10_000_000 + f.Correlativo }

// byUrgency is the expression of the index of urgency in pb_migrations.
const byUrgency = "iif(s.vence_legal = '', '9999', s.vence_legal)"

const columns = `s.id, s.numero, s.estado, s.ultima_etapa, s.nombres, s.apellidos, s.razon_social, s.asunto, s.semaforo, s.alerta, s.anio,
	s.correlativo, s.version, s.recibida_en AS recibida, s.vence_legal, s.vence_revision, s.vence_subsanacion, s.registrada_el AS registrada,
	coalesce(t.nombre, '') AS tramite, coalesce(a.nombre, '') AS area_nombre, coalesce(p.nombre, '') AS responsable_nombre,
	coalesce(v.version, -1) AS vista, s.correo = '' AS sin_correo,
	EXISTS (SELECT 1 FROM correos c WHERE c.solicitud = s.id AND c.estado IN ('fallido', 'incierto') AND c.cedula_en = ''
		AND (c.estado = 'fallido' OR c.proximo_en = '') AND (c.tipo != 'observacion' OR s.estado = 'observada')
		AND c.tipo NOT IN ('recordatorio', 'plazo') AND c.error != '` + mesa.TextCorreoTarde + `') AS correo_mal,
	EXISTS (SELECT 1 FROM documentos d WHERE d.solicitud = s.id AND d.avisos NOT IN ('', '[]', 'null')) AS con_avisos`

const joins = ` LEFT JOIN tramites t ON t.id = s.tramite LEFT JOIN areas a ON a.id = s.area LEFT JOIN personal p ON p.id = s.responsable
	LEFT JOIN vistas v ON v.solicitud = s.id AND v.persona = {:me}`

// rows reads a page of the inbox; more tells whether the list goes on.
func (b *Bandeja) rows(e *core.RequestEvent, f filter) (rows []fila, more bool, err error) {
	rows, err = b.read(e, f, perPage+1, false)
	if len(rows) > perPage {
		rows, more = rows[:perPage], true
	}
	return rows, more, err
}

// read reads so many rows of a list from its place on, or backwards those before it.
func (b *Bandeja) read(e *core.RequestEvent, f filter, limit int, backwards bool) ([]fila, error) {
	who := actor(e)
	params := dbx.Params{"me": e.Auth.Id, "area": who.Area, "today": today(b.Now()), "limit": limit}
	from, where := tabFrom(f.Tab, who), tabWhere(f.Tab, who)
	if hidesAside(f.Tab) {
		where = append(where, "NOT ("+asideNow+")")
	}
	if f.Texto != "" {
		from = "solicitudes_busqueda b CROSS JOIN solicitudes s ON s.anio = b.rowid / 10000000 AND s.correlativo = b.rowid % 10000000"
		where = append(where, "solicitudes_busqueda MATCH {:words}")
		params["words"] = f.match()
	}
	if f.Tramite != "" {
		where = append(where, "s.tramite = {:tramite}")
		params["tramite"] = f.Tramite
	}
	if f.Area != "" {
		where = append(where, "s.area = {:inArea}")
		params["inArea"] = f.Area
	}
	order, after := f.order(backwards, params)
	if after != "" {
		where = append(where, after)
	}
	condition := ""
	if len(where) > 0 {
		condition = " WHERE " + strings.Join(where, " AND ")
	}
	var rows []fila
	// The page is cut out first: SQLite would fill every column of all that it sorts.
	page := "(SELECT s.id FROM " + from + condition + " ORDER BY " + order + " LIMIT {:limit}) k CROSS JOIN solicitudes s ON s.id = k.id"
	order = strings.ReplaceAll(order, "b.rowid", "s.anio * 10000000 + s.correlativo")
	err := e.App.DB().NewQuery("SELECT " + columns + " FROM " + page + joins + " ORDER BY " + order).
		Bind(params).WithContext(e.Request.Context()).All(&rows)
	for i := range rows {
		rows[i].Luz = b.light(rows[i])
	}
	return rows, err
}

// order is the order of the list, and the condition of what comes after its place. A place
// that no row can have is none.
func (f filter) order(backwards bool, params dbx.Params) (order, after string) {
	down := f.Orden == newestFirst
	sign, dir := ">", ""
	if down != backwards {
		sign, dir = "<", " DESC"
	}
	if f.Orden == urgentFirst {
		order = byUrgency + dir + ", s.anio" + dir + ", s.correlativo" + dir
		due, number, _ := strings.Cut(f.Tras, "~")
		if place, err := strconv.Atoi(number); err == nil && place > 0 && len(due) <= 30 {
			params["due"], params["year"], params["nth"] = due, place/10_000_000, place%10_000_000
			after = fmt.Sprintf("(%s, s.anio, s.correlativo) %s ({:due}, {:year}, {:nth})", byUrgency, sign)
		}
		return order, after
	}
	key := []string{"s.anio", "s.correlativo"}
	if f.Tab != "todas" { // few are open: the sign keeps SQLite from walking through all filings
		key = []string{"+s.anio", "+s.correlativo"}
	}
	order = key[0] + dir + ", " + key[1] + dir
	if f.Texto != "" {
		order = "b.rowid" + dir
	}
	if place, err := strconv.Atoi(f.Tras); err == nil && place > 0 {
		params["year"], params["nth"], params["place"] = place/10_000_000, place%10_000_000, place
		after = fmt.Sprintf("(s.anio, s.correlativo) %s ({:year}, {:nth})", sign)
		if f.Texto != "" {
			after = "b.rowid " + sign + " {:place}"
		}
	}
	return order, after
}

// today is the Lima day as the base stores one.
func today(now time.Time) string {
	return stamp(dayOf(now))
}

func stamp(t time.Time) string { return t.UTC().Format(types.DefaultDateLayout) }
