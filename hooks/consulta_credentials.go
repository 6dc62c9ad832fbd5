package hooks

import (
	"errors"
	"maps"

	"mesadepartes/hooks/pide"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// noteCredentials remembers that a register refused the office's password; the
// next round of the clock tells the administrators. It never blocks the question.
func (d *Desk) noteCredentials(service string, cause error) {
	d.refusedMu.Lock()
	defer d.refusedMu.Unlock()
	if d.refused == nil {
		d.refused = map[string]error{}
	}
	d.refused[service] = cause
}

// TellCredentials mails the superusers once a day and service.
func (d *Desk) TellCredentials(app core.App) error {
	d.refusedMu.Lock()
	refused := maps.Clone(d.refused)
	clear(d.refused)
	d.refusedMu.Unlock()
	if len(refused) == 0 {
		return nil
	}
	admins, err := app.FindAllRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err != nil {
		return err
	}
	var errs []error
	for service, cause := range refused {
		for _, admin := range admins {
			err := d.Mailer.Credenciales(app, admin, service, errors.Is(cause, pide.ErrExpired))
			if err != nil {
				d.noteCredentials(service, cause) // the next round tries again
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
