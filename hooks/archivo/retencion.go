package archivo

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Vencidas are the closed filings of a series and a year that are over their term.
type Vencidas struct {
	Serie       string `db:"serie" json:"serie"`
	Anios       int    `db:"anios" json:"anios"`   // that they are kept
	Cierre      int    `db:"cierre" json:"cierre"` // the year in which they were closed
	Solicitudes int    `db:"solicitudes" json:"solicitudes"`
	Primera     string `db:"primera" json:"primera"` // the lowest number among them
	Ultima      string `db:"ultima" json:"ultima"`
}

// closedSQL are the closed filings of procedures with a series, with the year of their
// closing in Lima. A filing of before the program noted the day of closing has its last line.
var closedSQL = `SELECT s.id, s.numero, s.anio, s.correlativo, t.serie_documental AS serie, t.retencion_anios AS anios,
		CAST(strftime('%Y', iif(s.cerrada_el != '', s.cerrada_el, (SELECT max(fecha) FROM movimientos WHERE solicitud = s.id)), '-5 hours')
			AS INTEGER) AS cierre
	FROM solicitudes s JOIN tramites t ON t.id = s.tramite
	WHERE s.eliminacion = '' AND t.serie_documental != '' AND s.estado IN ('` + states() + `')`

// states are those that end a filing.
func states() string {
	var names []string
	for _, e := range mesa.Cerrados() {
		names = append(names, string(e))
	}
	return strings.Join(names, "','")
}

// Overdue lists, the oldest first, what is over its term at an instant. It proposes: nothing
// is eliminated without an authorisation.
func Overdue(app core.App, now time.Time) (list []Vencidas, err error) {
	err = app.DB().NewQuery(`SELECT serie, anios, cierre, count(*) AS solicitudes,
			(min(anio * 10000000 + correlativo) % 10000000) || '-' || (min(anio * 10000000 + correlativo) / 10000000) AS primera,
			(max(anio * 10000000 + correlativo) % 10000000) || '-' || (max(anio * 10000000 + correlativo) / 10000000) AS ultima
		FROM (` + closedSQL + `) WHERE anios > 0 AND cierre + anios < {:year} GROUP BY serie, anios, cierre ORDER BY cierre, serie, anios`).
		Bind(dbx.Params{"year": now.In(plazos.Lima).Year()}).All(&list)
	return list, err
}

// chosen are the filings of a series that were closed until a year, the oldest first.
func chosen(app core.App, serie string, hasta int) (list []solicitud, err error) {
	err = app.DB().NewQuery(`SELECT id, numero FROM (` + closedSQL + `) WHERE serie = {:serie} AND cierre <= {:hasta}
		ORDER BY anio, correlativo`).
		Bind(dbx.Params{"serie": serie, "hasta": hasta}).All(&list)
	return list, err
}

type solicitud struct {
	ID     string `db:"id"`
	Numero string `db:"numero"`
}

// open counts the filings of a series that arrived until a year and were not closed: no
// authorisation reaches them.
func open(app core.App, serie string, hasta int) (n int, err error) {
	err = app.DB().NewQuery(`SELECT count(*) FROM solicitudes s JOIN tramites t ON t.id = s.tramite
		WHERE t.serie_documental = {:serie} AND s.anio <= {:hasta} AND s.estado NOT IN ('` + states() + `')`).
		Bind(dbx.Params{"serie": serie, "hasta": hasta}).Row(&n)
	return n, err
}
