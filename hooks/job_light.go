package hooks

import (
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Light brings the light and the alert of every open filing up to date. It
// writes only those that change; moves write their own.
func (d *Desk) Light(app core.App) error {
	clock, err := readClock(app, d.Now())
	if err != nil {
		return err
	}
	all, err := openFilings(app)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range all {
		luz, texto, err := clock.alert(f)
		if err == nil && (string(luz) != f.Semaforo || texto != f.Alerta) {
			err = relight(app, clock, f.ID)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// relight reads the filing again, since it may have moved meanwhile, and writes
// its light.
func relight(app core.App, clock *reading, id string) error {
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			return err
		}
		if err := clock.in(tx).light(mesa.AsSolicitud(r)); err != nil {
			return err
		}
		return rule.Save(tx, r)
	})
}
