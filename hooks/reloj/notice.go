package reloj

import (
	"strings"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// noticeState is how the last observation's notice of a filing fares.
type noticeState struct {
	Solicitud string         `db:"solicitud"`
	Stuck     bool           `db:"stuck"`    // only staff mend it, or an hour went by
	Delayed   bool           `db:"delayed"`  // a try failed, or none was made for a minute
	OnPaper   bool           `db:"on_paper"` // the person gave no address
	Doubtful  bool           `db:"doubtful"` // it may have arrived
	EnviadoEn types.DateTime `db:"enviado_en"`
	Open      bool           `db:"open"` // sent, and neither confirmed nor gone by cédula
}

// noticeOf is the notice of one filing: read alone, unless those of all were read.
func (c *Reading) noticeOf(f *openFiling) (noticeState, error) {
	if c.notices != nil {
		return c.notices[f.ID], nil
	}
	one, err := c.readNotices("s.id = {:id}", f.ID)
	return one[f.ID], err
}

// readNotices reads the newest notice of each observed filing for which a condition holds.
func (c *Reading) readNotices(which, id string) (map[string]noticeState, error) {
	stuck, err := types.ParseDateTime(c.Now.Add(-correo.StuckAfter))
	if err != nil {
		return nil, err
	}
	late, err := types.ParseDateTime(c.Now.Add(-time.Minute))
	if err != nil {
		return nil, err
	}
	var rows []noticeState
	err = c.app.DB().NewQuery(`SELECT c.solicitud, c.enviado_en,
			c.cedula_en = '' AND (c.estado = 'fallido' OR c.estado IN ('pendiente', 'incierto') AND c.creado_en < {:stuck}
				OR c.estado = 'incierto' AND c.proximo_en = '') AS stuck,
			c.estado IN ('pendiente', 'incierto') AND (c.error != '' OR c.creado_en < {:late}) AS delayed,
			c.estado = 'incierto' AS doubtful, c.para = '' AS on_paper,
			c.estado = 'enviado' AND c.acuse != '' AND c.acuse_en = '' AND c.cedula_en = '' AS open
		FROM solicitudes s JOIN correos c ON c.solicitud = s.id AND c.tipo IN ('observacion', 'reapertura')
		WHERE s.estado = 'observada' AND ` + which + ` ORDER BY c.creado_en`).
		Bind(dbx.Params{"stuck": stuck.String(), "late": late.String(), "id": id}).All(&rows)
	if err != nil {
		return nil, err
	}
	newest := make(map[string]noticeState, len(rows))
	for _, n := range rows {
		newest[n.Solicitud] = n
	}
	return newest, nil
}

// unsentAlert says that an observation did not reach the citizen, or may not have: the
// term does not run until it leaves.
func unsentAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	if !f.Estado.Pending() {
		return plazos.SinLuz, "", nil
	}
	n, err := c.noticeOf(f)
	switch {
	case err != nil:
		return plazos.SinLuz, "", err
	case n.Stuck && n.OnPaper:
		return plazos.Rojo, "NOTIFIQUE POR CÉDULA LA OBSERVACIÓN: la persona no dejó correo y su plazo aún no corre.", nil
	case n.Stuck && n.Doubtful:
		return plazos.Rojo, "NO SE SABE SI EL AVISO DE OBSERVACIÓN LLEGÓ: el plazo del ciudadano no corre. " +
			"Reintente el correo o notifique por cédula.", nil
	case n.Stuck:
		return plazos.Rojo, "EL AVISO DE OBSERVACIÓN NO SALIÓ: el plazo del ciudadano no corre. Revise el correo o notifique por cédula.", nil
	case n.Delayed:
		return plazos.Ambar, "El aviso de observación se demora: el plazo del ciudadano aún no corre. Se vuelve a intentar solo.", nil
	}
	return plazos.SinLuz, "", nil
}

// cedulaAlert says that nobody confirmed the notice in time (art. 20.4 of Ley 27444), and
// where the cédula goes; after five working days it is red.
func cedulaAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	if !f.Estado.Pending() {
		return plazos.SinLuz, "", nil
	}
	n, err := c.noticeOf(f)
	sent := n.EnviadoEn.Time()
	if err != nil || !n.Open || plazos.Date(c.Now).Before(paperFrom(c.cal, sent, mesa.DiasAcuse)) {
		return plazos.SinLuz, "", err
	}
	luz := plazos.Ambar
	if !plazos.Date(c.Now).Before(paperFrom(c.cal, sent, mesa.DiasCedula)) {
		luz = plazos.Rojo
	}
	return luz, mesa.TextPorCedulaEn(mesa.InLima(sent), f.Domicilio), nil
}

// AlertClosed writes the alert of a closed filing, which the clock's round does not read:
// that its last notice must go by cédula, or "" once the notice is settled. What was said of
// a possible reopening stays until somebody moves the filing.
func AlertClosed(tx core.App, id, texto string) error {
	return alertClosed(tx, id, func(reopening, _ string) (string, string) { return reopening, texto })
}

func alertClosed(tx core.App, id string, say func(reopening, paper string) (string, string)) error {
	r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	reopening, paper := say(mesa.AlertParts(s.GetString("alerta")))
	texto := mesa.CutAlert(strings.TrimSpace(reopening + " " + paper))
	if s.Estado().Open() || s.GetString("alerta") == texto {
		return nil
	}
	s.Set("alerta", texto)
	return rule.Save(tx, r)
}
