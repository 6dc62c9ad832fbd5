package consulta

import (
	"errors"
	"maps"

	"mesadepartes/hooks/pide"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// noteCredentials remembers that a register refused the office's password, so that the
// next round of the clock tells the administrators. The citizen's question goes on.
func (r *Room) noteCredentials(service string, cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused[service] = cause
}

// TellCredentials mails the superusers once a day and service.
func (r *Room) TellCredentials(app core.App) error {
	r.mu.Lock()
	refused := maps.Clone(r.refused)
	clear(r.refused)
	r.mu.Unlock()
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
			err := r.Mailer.Credenciales(app, admin, service, errors.Is(cause, pide.ErrExpired))
			if err != nil {
				r.noteCredentials(service, cause) // the next round tries again
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
