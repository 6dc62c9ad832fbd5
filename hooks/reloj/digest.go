package reloj

import (
	"errors"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Digest mails reception and the head of the office, once each working day from the hour
// they chose, what is urgent or late; when nothing is, there is no mail. The head of the
// office also gets the newest signed head of the register: a mail that lies outside the
// machine tells of a register that was built anew. The digest of a
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
	if err != nil {
		return err
	}
	if s := r.copies(c.Now); s.Total > 0 {
		sections = append(sections, s)
	}
	head, fresh, err := headToMail(c)
	if err != nil {
		return err
	}
	var errs []error
	for _, reader := range readers {
		his := head
		if reader.Collection().Name == mesa.ColPersonal && reader.GetString("rol") != "jefatura" {
			his = nil
		}
		if len(sections) > 0 || his != nil && fresh {
			errs = append(errs, r.Mailer.Resumen(c.app, c.Entidad, reader, c.Now, sections, his))
		}
	}
	return errors.Join(errs...)
}

// headToMail is the newest head of the register, and whether it was signed since the last
// digest of another day.
func headToMail(c *Reading) (head *registro.Cabeza, fresh bool, err error) {
	if head, err = registro.LastHead(c.app); err != nil || head == nil {
		return nil, false, err
	}
	last, err := correo.LastResumen(c.app, c.Now)
	return head, head.Dia.After(last.Time()), err
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
