package hooks

import (
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// unconfirmed is a notice that staff must repeat on paper.
type unconfirmed struct {
	ID          string          `db:"id"`
	Tipo        mesa.TipoCorreo `db:"tipo"`
	Solicitud   string          `db:"solicitud"`
	Numero      string          `db:"numero"`
	EnviadoEn   types.DateTime  `db:"enviado_en"`
	CedulaDesde types.DateTime  `db:"cedula_desde"` // zero until MarkUnacknowledged saw it
}

// unconfirmedSQL asks in the very words of the index, which holds open notices
// only; the planner would take another. An answer and the closing of a filing bind only once they are
// notified, and archiving mends nothing; an observation that was corrected is
// confirmed by that (settleByCorrection). So whatever is open still matters.
const unconfirmedSQL = `SELECT c.id, c.tipo, c.solicitud, s.numero, c.enviado_en, c.cedula_desde
	FROM correos c INDEXED BY idx_correos_sin_acuse CROSS JOIN solicitudes s
	WHERE c.estado = 'enviado' AND c.acuse != '' AND c.acuse_en = '' AND c.cedula_en = ''
		AND c.enviado_en < {:before} AND s.id = c.solicitud`

// unmarked leaves out what MarkUnacknowledged wrote on already.
const unmarked = " AND c.cedula_desde = ''"

// needsCedula lists, oldest first, the notices that at instant now must be
// notified by cédula: two working days went by without the citizen's word.
func needsCedula(app core.App, now time.Time) ([]unconfirmed, error) {
	cal, err := officeCalendar(app)
	if err != nil {
		return nil, err
	}
	return unconfirmedIn(app, cal, now, " ORDER BY c.enviado_en")
}

func unconfirmedIn(app core.App, cal *plazos.Calendar, now time.Time, tail string) ([]unconfirmed, error) {
	before, err := types.ParseDateTime(stillInTime(cal, now))
	if err != nil {
		return nil, err
	}
	var found []unconfirmed
	err = app.DB().NewQuery(unconfirmedSQL + tail).Bind(dbx.Params{"before": before.String()}).All(&found)
	return found, err
}

// stillInTime is the first Lima day whose notices may still be confirmed.
func stillInTime(cal *plazos.Calendar, now time.Time) time.Time {
	day := plazos.Date(now)
	for !plazos.Expired(cal.Due(day.AddDate(0, 0, -1), mesa.DiasAcuse, plazos.Habiles), now) {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

func officeCalendar(app core.App) (*plazos.Calendar, error) {
	entidad, err := oficina.Read(app)
	if err != nil {
		return nil, err
	}
	return oficina.Calendar(app, entidad)
}

// MarkUnacknowledged writes on each notice nobody confirmed in time the day from
// which it must go by cédula, whenever it runs. One that fails does not hold up
// the others.
func (d *Desk) MarkUnacknowledged(app core.App) error {
	cal, err := officeCalendar(app)
	if err != nil {
		return err
	}
	found, err := unconfirmedIn(app, cal, d.Now(), unmarked)
	if err != nil {
		return err
	}
	var errs []error
	for _, notice := range found {
		r, err := app.FindRecordById(mesa.ColCorreos, notice.ID)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := alertClosed(app, notice.Solicitud, mesa.TextPorCedula(mesa.InLima(notice.EnviadoEn.Time()))); err != nil {
			errs = append(errs, err)
		}
		r.Set("cedula_desde", cal.Due(notice.EnviadoEn.Time(), mesa.DiasAcuse, plazos.Habiles).AddDate(0, 0, 1))
		errs = append(errs, rule.Save(app, r))
	}
	return errors.Join(errs...)
}
