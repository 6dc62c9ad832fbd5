package reloj

import (
	"errors"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// nudgeBefore is how long before the end of a term those are written to who began a
// correction and did not send it.
const nudgeBefore = 6 * time.Hour

// Nudge writes, in the last hours of a citizen's term, to those whose correction was begun
// and not sent: once.
func (r *Room) Nudge(c *Reading) error {
	today := plazos.Date(c.Now)
	if c.Now.Before(plazos.EndOfDay(today).Add(-nudgeBefore)) {
		return nil
	}
	ids, err := awaitedUntil(c.app, today)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if told, err := correo.ToldUnsent(c.app, id, today); err != nil || told {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, c.app.RunInTransaction(func(tx core.App) error { return r.nudge(c.in(tx), id, today) }))
	}
	return errors.Join(errs...)
}

func (r *Room) nudge(c *Reading, id string, today time.Time) error {
	if begun, err := correo.Begun(c.app, id); err != nil || !begun {
		return err
	}
	return tellLastDay(c, id, today, r.Mailer.PorEnviar)
}

// tellLastDay writes to the citizen of a filing whose term to correct ends today, about its
// observation; to nobody when the filing or its term moved meanwhile, or is about to.
func tellLastDay(c *Reading, id string, today time.Time, write func(core.App, correo.Aviso) error) error {
	row, err := c.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(row)
	if !s.Estado().Pending() || !s.LastToCorrect(c.cal).Equal(today) {
		return nil
	}
	act, err := correo.LastObservation(c.app, s.Id)
	if err != nil || act == nil {
		return err // without an observation there is nothing to remind of
	}
	return write(c.app, correo.Aviso{Entidad: c.Entidad, Solicitud: s, Movimiento: act})
}
