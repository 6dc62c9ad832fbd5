package borrador

import (
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// When a person is told that a proved draft waits, once each.
const (
	leftAlone  = 24 * time.Hour // since it was changed last
	beforeEnds = 12 * time.Hour
)

// Mailer writes to who left a draft.
type Mailer interface {
	// Borrador queues a mail about a draft that waits, once for each of the two.
	Borrador(tx core.App, draft *mesa.Borrador, last bool) error
}

// leftSQL finds proved drafts that end before an instant and whose person was not told. It
// asks in the words of the indexes of both tables.
const leftSQL = `SELECT b.id FROM borradores b WHERE b.correo_validado != '' AND b.solicitud = '' AND b.correo = b.correo_validado
	AND b.canal != 'presencial' AND b.vence > {:after} AND b.vence <= {:until}
	AND NOT EXISTS (SELECT 1 FROM correos c WHERE c.clave = 'borrador/' || b.id || {:which} AND c.clave != '')`

// Remind writes to who left a proved draft alone for a day, and again twelve hours before it
// ends. A draft that lives too short for both is told of once.
func (r *Room) Remind(app core.App) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	now := r.Now()
	life := time.Duration(entidad.HorasBorrador()) * time.Hour
	return errors.Join(
		r.remind(app, now.Add(beforeEnds), now.Add(life-leftAlone), false),
		r.remind(app, now, now.Add(min(beforeEnds, life/2)), true),
	)
}

// remind writes about the drafts that end within a span.
func (r *Room) remind(app core.App, after, until time.Time, last bool) error {
	from, err := types.ParseDateTime(after)
	if err != nil {
		return err
	}
	to, err := types.ParseDateTime(until)
	if err != nil {
		return err
	}
	var ids []string
	err = app.DB().NewQuery(leftSQL).Bind(dbx.Params{"after": from.String(), "until": to.String(), "which": mesa.FinalDeClave(last)}).
		Column(&ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, rule.Transaction(app, func(tx core.App) error { return r.remindOf(tx, id, last) }))
	}
	return errors.Join(errs...)
}

// remindOf writes about a draft, unless it was sent meanwhile.
func (r *Room) remindOf(tx core.App, id string, last bool) error {
	row, err := tx.FindRecordById(mesa.ColBorradores, id)
	if err != nil {
		return err
	}
	draft := mesa.AsBorrador(row)
	if draft.Open(r.Now()) != nil || !draft.Validado() {
		return nil
	}
	return r.Mail.Borrador(tx, draft, last)
}
