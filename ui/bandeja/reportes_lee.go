package bandeja

import (
	"cmp"
	"slices"
	"strings"

	"mesadepartes/hooks/informe"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// reviewedAt and answeredAt find in the trail when reception first acted on a filing, and
// when it was answered. The index of the trail holds all that they read.
const (
	reviewedAt = "(SELECT m.fecha FROM movimientos m WHERE m.solicitud = s.id AND m.etapa IN ('OBSERVADO', 'REGISTRADO', 'REMITIDO', " +
		"'RECONDUCIDO') ORDER BY m.fecha LIMIT 1)"
	answeredAt = "(SELECT m.fecha FROM movimientos m WHERE m.solicitud = s.id AND m.etapa = 'ATENDIDO' ORDER BY m.fecha LIMIT 1)"
)

// figures are what the page of a report shows, before it is put into words.
type figures struct {
	cuenta     *informe.Cuenta
	abiertas   int // now
	vencidas   int
	antiguedad informe.Antiguedad
	personas   []actsOf
	observado  observations
	nombres    map[string]string // of procedures and areas, by id
}

// actsOf are the acts of an account.
type actsOf struct {
	Nombre                                    string
	Total, Registro, Observo, Derivo, Atendio int
}

// observations are what was observed: acts on the whole filing, documents by their kind, and
// the texts that come again and again.
type observations struct {
	actos, general int
	clases, textos []counted
}

type counted struct {
	Nombre string
	N      int
}

// figures reads a report. Each question to the base reads an index alone.
func (b *Bandeja) figures(e *core.RequestEvent, f reportFilter) (*figures, error) {
	hoy := informe.DiaDe(b.Now())
	habiles, err := b.workingDays(e, f, hoy)
	if err != nil {
		return nil, err
	}
	fig := &figures{cuenta: informe.NewCuenta(), nombres: map[string]string{}}
	for _, part := range []func() error{
		func() error { return f.eachFiling(e, func(h informe.Hecho) { fig.cuenta.Add(h, hoy, habiles) }) },
		func() error { return fig.readOpen(e, f, hoy, habiles) },
		func() error { return fig.readActs(e, f) },
		func() error { return fig.readObserved(e, f) },
		func() error { return fig.readNames(e.App) },
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return fig, nil
}

// workingDays reads the office's calendar from the oldest day that a report may meet.
func (b *Bandeja) workingDays(e *core.RequestEvent, f reportFilter, hoy informe.Dia) (*informe.Habiles, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	cal, err := b.Calendario(e.App, entidad, b.Now())
	if err != nil {
		return nil, err
	}
	oldest := ""
	err = e.App.DB().NewQuery("SELECT coalesce(min(s.recibida_en), '') FROM solicitudes s WHERE s.estado IN (" + openStates + ")").
		WithContext(e.Request.Context()).Row(&oldest)
	first := informe.DiaDe(f.Desde)
	if d := informe.Leer(oldest); d != 0 && d < first {
		first = max(d, first-3660) // what is older than ten years is old enough
	}
	return informe.NewHabiles(cal, first, hoy), err
}

// eachFiling hands over the filings that came in during the period.
func (f reportFilter) eachFiling(e *core.RequestEvent, add func(informe.Hecho)) error {
	c := f.arrived(f.filtered(e))
	rows, err := e.App.DB().NewQuery("SELECT s.recibida_en, s.tramite, s.estado, s.area, s.vence_legal, coalesce(" + reviewedAt + ", ''), " +
		"CASE WHEN s.estado IN ('atendida', 'archivada') THEN coalesce(" + answeredAt + ", '') ELSE '' END FROM solicitudes s WHERE " +
		strings.Join(c.where, " AND ")).Bind(c.params).WithContext(e.Request.Context()).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	open := map[string]bool{}
	for _, estado := range mesa.Abiertos() {
		open[string(estado)] = true
	}
	for rows.Next() {
		var h informe.Hecho
		var recibida, vence, revisada, respondida string
		if err := rows.Scan(&recibida, &h.Tramite, &h.Estado, &h.Area, &vence, &revisada, &respondida); err != nil {
			return err
		}
		h.Recibida, h.Vence, h.Revisada = informe.Leer(recibida), informe.Leer(vence), informe.Leer(revisada)
		h.Respondida, h.Abierta = informe.Leer(respondida), open[h.Estado]
		add(h)
	}
	return rows.Err()
}

// readOpen counts what is open now, whenever it came in. An area's open work is what it
// holds.
func (fig *figures) readOpen(e *core.RequestEvent, f reportFilter, hoy informe.Dia, habiles *informe.Habiles) error {
	c := f.filtered(e)
	c.add("s.estado IN (" + openStates + ")")
	if actor(e).Rol == mesa.RolArea {
		c.add("s.estado = 'derivada' AND s.area = {:own}")
	}
	rows, err := e.App.DB().NewQuery("SELECT s.recibida_en, s.vence_legal FROM solicitudes s INDEXED BY idx_informe_abiertas WHERE " +
		strings.Join(c.where, " AND ")).Bind(c.params).WithContext(e.Request.Context()).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var recibida, vence string
		if err := rows.Scan(&recibida, &vence); err != nil {
			return err
		}
		fig.abiertas++
		if due := informe.Leer(vence); due != 0 && due < hoy {
			fig.vencidas++
		}
		fig.antiguedad.Add(habiles.Between(informe.Leer(recibida), hoy))
	}
	return rows.Err()
}

// accountsInTrail lists the accounts that ever acted, by jumping from one name to the next
// in the index: reading every line of it would take a second at a million. The actor of an
// account begins with the name of its collection, and that of a citizen sorts after them.
const accountsInTrail = `WITH RECURSIVE a(x) AS (SELECT min(actor) FROM movimientos WHERE actor >= '_' UNION ALL
	SELECT (SELECT min(actor) FROM movimientos WHERE actor > a.x) FROM a WHERE a.x < 'personal0')
	SELECT x FROM a WHERE x < 'personal0'`

// actors lists those whose acts a report shows: an area's people, reception's own.
func actors(e *core.RequestEvent, c *conditions) (names []string, err error) {
	sql := accountsInTrail
	switch actor(e).Rol {
	case mesa.RolMesa:
		sql += " AND x >= {:acted} AND x < {:actedEnd}"
	case mesa.RolArea:
		sql += " AND substr(x, 10, 15) IN (SELECT id FROM personal WHERE area = {:own})" // personal/ID NAME
	}
	err = e.App.DB().NewQuery(sql).Bind(c.params).WithContext(e.Request.Context()).Column(&names)
	return names, err
}

// readActs counts the acts of each account during the period. Whom an account acted for is
// in its scope, so that is not asked again. One question an account reads the index alone;
// a single one would sort every line.
func (fig *figures) readActs(e *core.RequestEvent, f reportFilter) error {
	c := f.narrow(&conditions{params: scope(e).params})
	names, err := actors(e, c)
	if err != nil {
		return err
	}
	from := "movimientos m"
	if len(c.where) > 0 {
		from += " CROSS JOIN solicitudes s ON s.id = m.solicitud"
	}
	c.add("m.actor = {:actor} AND m.fecha >= {:desde} AND m.fecha < {:hasta}")
	c.params["desde"], c.params["hasta"] = stamp(f.Desde), stamp(f.Hasta.AddDate(0, 0, 1))
	sql := "SELECT count(*) AS total, coalesce(sum(m.etapa = 'REGISTRADO'), 0) AS registro, " +
		"coalesce(sum(m.etapa = 'OBSERVADO'), 0) AS observo, coalesce(sum(m.etapa = 'DERIVADO'), 0) AS derivo, " +
		"coalesce(sum(m.etapa = 'ATENDIDO'), 0) AS atendio FROM " + from + " WHERE " + strings.Join(c.where, " AND ")
	byAccount := map[string]*actsOf{}
	for _, name := range names {
		c.params["actor"] = name
		var acts actsOf
		if err := e.App.DB().NewQuery(sql).Bind(c.params).WithContext(e.Request.Context()).One(&acts); err != nil {
			return err
		}
		id, person, _ := strings.Cut(name, " ")
		if byAccount[id] == nil { // a person who was renamed is one person
			byAccount[id] = &actsOf{}
		}
		byAccount[id].Nombre = cmp.Or(person, "Sin nombre")
		byAccount[id].add(acts)
	}
	for _, a := range byAccount {
		if a.Total > 0 {
			fig.personas = append(fig.personas, *a)
		}
	}
	slices.SortFunc(fig.personas, func(a, b actsOf) int { return cmp.Or(b.Total-a.Total, strings.Compare(a.Nombre, b.Nombre)) })
	return nil
}

func (a *actsOf) add(b actsOf) {
	a.Total, a.Registro, a.Observo = a.Total+b.Total, a.Registro+b.Registro, a.Observo+b.Observo
	a.Derivo, a.Atendio = a.Derivo+b.Derivo, a.Atendio+b.Atendio
}

// Otros are the acts that have no column.
func (a actsOf) Otros() int { return a.Total - a.Registro - a.Observo - a.Derivo - a.Atendio }

// readObserved counts the observations made during the period by what was observed.
func (fig *figures) readObserved(e *core.RequestEvent, f reportFilter) error {
	c := f.filtered(e)
	c.params["desde"], c.params["hasta"], c.params["fijo"] = stamp(f.Desde), stamp(f.Hasta.AddDate(0, 0, 1)), mesa.TextObservado
	from := " FROM movimientos m CROSS JOIN solicitudes s ON s.id = m.solicitud"
	c.add("m.etapa = 'OBSERVADO' AND m.fecha >= {:desde} AND m.fecha < {:hasta}")
	where := " WHERE " + strings.Join(c.where, " AND ")
	run := func(sql string) *dbx.Query {
		return e.App.DB().NewQuery(sql).Bind(c.params).WithContext(e.Request.Context())
	}
	err := run("SELECT count(*), coalesce(sum(m.observaciones != {:fijo}), 0)"+from+where).Row(&fig.observado.actos, &fig.observado.general)
	docs := " FROM (SELECT DISTINCT s.id" + from + where + ") k CROSS JOIN documentos d ON d.solicitud = k.id WHERE d.observado = TRUE "
	if err == nil {
		err = run("SELECT d.clase AS nombre, count(*) AS n" + docs + "GROUP BY d.clase ORDER BY n DESC, d.clase").All(&fig.observado.clases)
	}
	if err == nil {
		err = run("SELECT d.observacion AS nombre, count(*) AS n" + docs + "AND d.observacion != '' GROUP BY d.observacion " +
			"HAVING n > 1 ORDER BY n DESC, nombre LIMIT 5").All(&fig.observado.textos)
	}
	return err
}

// readNames reads the names of procedures and areas, those not in use too.
func (fig *figures) readNames(app core.App) error {
	var rows []struct{ ID, Nombre string }
	err := app.DB().NewQuery("SELECT id, nombre FROM tramites UNION ALL SELECT id, nombre FROM areas").All(&rows)
	for _, r := range rows {
		fig.nombres[r.ID] = r.Nombre
	}
	return err
}
