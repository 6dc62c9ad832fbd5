package reloj

import (
	"errors"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Remind writes, on the last day of a citizen's term, to those who have not
// answered: once, and never after that day.
func (r *Room) Remind(c *Reading) error {
	today := plazos.Date(c.Now)
	ids, err := awaitedUntil(c.app, today)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if told, err := correo.Reminded(c.app, id, today); err != nil || told {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, c.app.RunInTransaction(func(tx core.App) error {
			return tellLastDay(c.in(tx), id, today, r.Mailer.Recordatorio)
		}))
	}
	return errors.Join(errs...)
}

// awaitedUntil lists the filings whose term to correct ends on a day.
func awaitedUntil(app core.App, day time.Time) (ids []string, err error) {
	last, err := types.ParseDateTime(day)
	if err != nil {
		return nil, err
	}
	err = app.DB().Select("id").From(mesa.ColSolicitudes).
		Where(dbx.HashExp{"estado": string(mesa.Observada), "vence_subsanacion": last.String()}).Column(&ids)
	return ids, err
}
