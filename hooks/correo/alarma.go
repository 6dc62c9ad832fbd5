package correo

import (
	"errors"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Alarma is a cause that the head of the office and the administrators must know of now, or
// its end.
type Alarma struct {
	Causa, Motivo, Desde string
	Fin                  bool // it ended
}

// Alarma mails alarms past the outbox, which may be what stands still. It succeeds when
// somebody got the mail; whoever was refused it is no reason to mail the others again.
func (m *Mailer) Alarma(app core.App, list []Alarma) error {
	if m.NoServer(app) {
		return nil // the health says so
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	readers, err := watchers(app)
	if err != nil {
		return err
	}
	data := Base(app, entidad)
	data["Alarmas"], data["Resuelta"] = list, !hasCause(list)
	mail, err := m.Render(mesa.CorreoAlarma, data)
	if err != nil {
		return err
	}
	var errs []error
	for _, address := range readers {
		if err := m.sendNow(app, address, mail); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) < len(readers) {
		return nil
	}
	return errors.Join(errs...)
}

func hasCause(list []Alarma) bool {
	for _, a := range list {
		if !a.Fin {
			return true
		}
	}
	return false
}

// watchers are the addresses of the head of the office and the administrators, each once.
func watchers(app core.App) (list []string, err error) {
	heads, err := app.FindAllRecords(mesa.ColPersonal,
		dbx.HashExp{"activo": true, "rol": string(mesa.RolJefatura)}, dbx.NewExp("email != ''"))
	if err != nil {
		return nil, err
	}
	admins, err := app.FindAllRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, r := range append(heads, admins...) {
		if address := r.Email(); !seen[address] {
			seen[address] = true
			list = append(list, address)
		}
	}
	return list, nil
}
