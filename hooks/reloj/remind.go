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
	last, err := types.ParseDateTime(today)
	if err != nil {
		return err
	}
	var ids []string
	err = c.app.DB().Select("id").From(mesa.ColSolicitudes).
		Where(dbx.HashExp{"estado": string(mesa.Observada), "vence_subsanacion": last.String()}).Column(&ids)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if told, err := correo.Reminded(c.app, id, today); err != nil || told {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, c.app.RunInTransaction(func(tx core.App) error { return r.remind(c.in(tx), id, today) }))
	}
	return errors.Join(errs...)
}

func (r *Room) remind(c *Reading, id string, today time.Time) error {
	row, err := c.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(row)
	if !s.Estado().Pending() || !s.VenceSubsanacion().Equal(today) {
		return nil // the filing or its term moved meanwhile
	}
	acts, err := c.app.FindRecordsByFilter(mesa.ColMovimientos,
		"solicitud = {:id} && etapa = 'OBSERVADO'", "-fecha", 1, 0, dbx.Params{"id": s.Id})
	if err != nil || len(acts) == 0 {
		return err // without an observation there is nothing to remind of
	}
	return r.Mailer.Recordatorio(c.app, correo.Aviso{Entidad: c.Entidad, Solicitud: s, Movimiento: mesa.AsMovimiento(acts[0])})
}
