package reloj

import (
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
	Doubtful  bool           `db:"doubtful"` // it may have arrived
	EnviadoEn types.DateTime `db:"enviado_en"`
	Open      bool           `db:"open"` // sent, and neither confirmed nor gone by cédula
}

// noticeOf reads the notices of all observed filings at the first question:
// they are few, while the outbox keeps every mail.
func (c *Reading) noticeOf(f *openFiling) (noticeState, error) {
	if c.notices != nil {
		return c.notices[f.ID], nil
	}
	stuck, err := types.ParseDateTime(c.Now.Add(-correo.StuckAfter))
	if err != nil {
		return noticeState{}, err
	}
	late, err := types.ParseDateTime(c.Now.Add(-time.Minute))
	if err != nil {
		return noticeState{}, err
	}
	var rows []noticeState
	err = c.app.DB().NewQuery(`SELECT c.solicitud, c.enviado_en,
			c.estado = 'fallido' OR c.estado IN ('pendiente', 'incierto') AND c.creado_en < {:stuck}
				OR c.estado = 'incierto' AND c.proximo_en = '' AS stuck,
			c.estado IN ('pendiente', 'incierto') AND (c.error != '' OR c.creado_en < {:late}) AS delayed,
			c.estado = 'incierto' AS doubtful,
			c.estado = 'enviado' AND c.acuse != '' AND c.acuse_en = '' AND c.cedula_en = '' AS open
		FROM solicitudes s JOIN correos c ON c.solicitud = s.id AND c.tipo IN ('observacion', 'reapertura')
		WHERE s.estado = 'observada' ORDER BY c.creado_en`).Bind(dbx.Params{"stuck": stuck.String(), "late": late.String()}).All(&rows)
	if err != nil {
		return noticeState{}, err
	}
	c.notices = make(map[string]noticeState, len(rows))
	for _, n := range rows {
		c.notices[n.Solicitud] = n
	}
	return c.notices[f.ID], nil
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
	if err != nil || !n.Open || !plazos.Expired(c.Due(sent, mesa.DiasAcuse, plazos.Habiles), c.Now) {
		return plazos.SinLuz, "", err
	}
	luz := plazos.Ambar
	if plazos.Expired(c.Due(sent, mesa.DiasCedula, plazos.Habiles), c.Now) {
		luz = plazos.Rojo
	}
	return luz, mesa.TextPorCedulaEn(mesa.InLima(sent), f.Domicilio), nil
}

// AlertClosed writes the alert of a closed filing, which the clock's round does not read:
// that its last notice must go by cédula, or "" once the notice is settled.
func AlertClosed(tx core.App, id, texto string) error {
	r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if s.Estado().Open() || s.GetString("alerta") == texto {
		return nil
	}
	s.Set("alerta", texto)
	return rule.Save(tx, r)
}
