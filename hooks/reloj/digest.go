package reloj

import (
	"errors"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Digest mails reception and the head of the office, once each working day from the hour
// they chose, what is urgent or late; when nothing is, there is no mail. The digest of a
// day on which the program was down is not written later, because the next one tells
// all.
func (r *Room) Digest(c *Reading) error {
	local := c.Now.In(plazos.Lima)
	if !c.cal.IsWorking(c.Now) || local.Hour() < c.Entidad.HoraResumen() {
		return nil
	}
	readers, err := unread(c.app, c.Now)
	if err != nil || len(readers) == 0 {
		return err
	}
	sections, err := digestOf(c)
	if err != nil || len(sections) == 0 {
		return err
	}
	var errs []error
	for _, reader := range readers {
		errs = append(errs, r.Mailer.Resumen(c.app, c.Entidad, reader, c.Now, sections))
	}
	return errors.Join(errs...)
}

// unread lists the accounts that have no digest of the day yet: active staff of
// reception and the head of the office or, while there are none, the
// administrators.
func unread(app core.App, now time.Time) ([]*core.Record, error) {
	readers, err := app.FindAllRecords(mesa.ColPersonal,
		dbx.HashExp{"activo": true, "rol": []any{"mesa", "jefatura"}}, dbx.NewExp("email != ''"))
	if err == nil && len(readers) == 0 {
		readers, err = app.FindAllRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	}
	if err != nil {
		return nil, err
	}
	var left []*core.Record
	for _, r := range readers {
		written, err := correo.HasResumen(app, r.Id, now)
		if err != nil {
			return nil, err
		}
		if !written {
			left = append(left, r)
		}
	}
	return left, nil
}
