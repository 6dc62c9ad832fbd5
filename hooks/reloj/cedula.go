package reloj

import (
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/types"
)

// unconfirmedNotice is a notice that staff must repeat on paper.
type unconfirmedNotice struct {
	ID          string          `db:"id"`
	Tipo        mesa.TipoCorreo `db:"tipo"`
	Solicitud   string          `db:"solicitud"`
	Numero      string          `db:"numero"`
	EnviadoEn   types.DateTime  `db:"enviado_en"`
	CedulaDesde types.DateTime  `db:"cedula_desde"` // zero until MarkUnacknowledged saw it
}

// unconfirmedSQL repeats the condition of an index that holds open notices only, and
// names the index, because the planner would take another one. The state of the filing
// is not asked: an answer and a closing bind only once they are notified, though the
// filing was archived since, and a correction confirms the notice of its observation.
const unconfirmedSQL = `SELECT c.id, c.tipo, c.solicitud, s.numero, c.enviado_en, c.cedula_desde
	FROM correos c INDEXED BY idx_correos_sin_acuse CROSS JOIN solicitudes s
	WHERE c.estado = 'enviado' AND c.acuse != '' AND c.acuse_en = '' AND c.cedula_en = ''
		AND c.enviado_en < {:before} AND s.id = c.solicitud`

// unmarked leaves out what MarkUnacknowledged wrote on already.
const unmarked = " AND c.cedula_desde = ''"

// needsCedula lists, oldest first, the notices that must be notified by cédula now:
// two working days went by without the citizen's word.
func needsCedula(c *Reading) ([]unconfirmedNotice, error) {
	return unconfirmedIn(c, " ORDER BY c.enviado_en")
}

func unconfirmedIn(c *Reading, tail string) ([]unconfirmedNotice, error) {
	before, err := types.ParseDateTime(stillInTime(c.cal, c.Now))
	if err != nil {
		return nil, err
	}
	var list []unconfirmedNotice
	err = c.app.DB().NewQuery(unconfirmedSQL + tail).Bind(dbx.Params{"before": before.String()}).All(&list)
	return list, err
}

// stillInTime is the first Lima day whose notices may still be confirmed.
func stillInTime(cal *plazos.Calendar, now time.Time) time.Time {
	day := plazos.Date(now)
	for plazos.Date(now).Before(paperFrom(cal, day.AddDate(0, 0, -1), mesa.DiasAcuse)) {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

// paperFrom is the first working day after so many of them since a notice was sent: on no
// other is a cédula delivered (arts. 18 and 20.4 of Ley 27444).
func paperFrom(cal *plazos.Calendar, sent time.Time, days int) time.Time {
	return cal.Next(cal.Due(sent, days, plazos.Habiles))
}

// MarkUnacknowledged writes on each notice that nobody confirmed in time the day from
// which it must go by cédula. The day is the same whenever the round comes. A notice
// that fails does not hold up the others. Nothing takes the mark back, so a doubtful
// hour marks nothing.
func (r *Room) MarkUnacknowledged(c *Reading) error {
	if c.Doubtful() {
		return nil
	}
	list, err := unconfirmedIn(c, unmarked)
	if err != nil {
		return err
	}
	var errs []error
	for _, notice := range list {
		errs = append(errs, mark(c, notice))
	}
	return errors.Join(errs...)
}

func mark(c *Reading, notice unconfirmedNotice) error {
	row, err := c.app.FindRecordById(mesa.ColCorreos, notice.ID)
	if err != nil {
		return err
	}
	sent := notice.EnviadoEn.Time()
	row.Set("cedula_desde", paperFrom(c.cal, sent, mesa.DiasAcuse))
	return errors.Join(
		AlertClosed(c.app, notice.Solicitud, mesa.TextPorCedula(mesa.InLima(sent))),
		rule.Save(c.app, row),
	)
}
