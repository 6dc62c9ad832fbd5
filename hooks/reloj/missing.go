package reloj

import (
	"errors"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// CountMissing gives the law's last day to open filings of a base from before the column
// was there. The migration wrote what the day is counted from.
func (r *Room) CountMissing(c *Reading) error {
	var ids []string
	err := c.app.DB().NewQuery(`SELECT id FROM solicitudes WHERE estado IN ('recibida', 'subsanada', 'registrada', 'derivada')
		AND vence_legal = '' AND legal_dias > 0`).Column(&ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, c.app.RunInTransaction(func(tx core.App) error {
			row, err := tx.FindRecordById(mesa.ColSolicitudes, id)
			if err != nil {
				return err
			}
			f, err := viewOpen(tx, mesa.AsSolicitud(row))
			if err != nil {
				return err
			}
			return r.moveTerms(c.in(tx), id, c.movedAnswers(f), "")
		}))
	}
	return errors.Join(errs...)
}
