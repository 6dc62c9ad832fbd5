package hooks

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
func (d *Desk) Remind(app core.App) error {
	clock, err := readClock(app, d.Now())
	if err != nil {
		return err
	}
	today := plazos.Date(clock.now)
	last, err := types.ParseDateTime(today)
	if err != nil {
		return err
	}
	var ids []string
	err = app.DB().Select("id").From(mesa.ColSolicitudes).
		Where(dbx.HashExp{"estado": string(mesa.Observada), "vence_subsanacion": last.String()}).Column(&ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if told, err := correo.Reminded(app, id, today); err != nil || told {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, app.RunInTransaction(func(tx core.App) error { return d.remind(tx, clock, id, today) }))
	}
	return errors.Join(errs...)
}

func (d *Desk) remind(tx core.App, clock *reading, id string, today time.Time) error {
	r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if !s.Estado().Pending() || !s.VenceSubsanacion().Equal(today) {
		return nil // it moved meanwhile
	}
	acts, err := tx.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id} && etapa = 'OBSERVADO'", "-fecha", 1, 0, dbx.Params{"id": s.Id})
	if err != nil || len(acts) == 0 {
		return err // nothing was asked
	}
	return d.Mailer.Recordatorio(tx, correo.Aviso{Entidad: clock.entidad, Solicitud: s, Movimiento: mesa.AsMovimiento(acts[0])})
}
