package reloj

import (
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// UpdateLuces brings the luz and the alert of every open filing up to date. It writes
// only those that changed since the last round or move.
func (r *Room) UpdateLuces(c *Reading) error {
	all, err := openFilings(c.app)
	if err != nil {
		return err
	}
	once := *c
	if once.notices, err = c.readNotices("true", ""); err != nil {
		return err
	}
	var errs []error
	for _, f := range all {
		luz, texto, err := once.alert(f)
		if err == nil && (string(luz) != f.Semaforo || texto != f.Alerta) {
			err = c.rewriteLuz(f.ID)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// rewriteLuz reads the filing again, since it may have moved meanwhile, and writes
// its luz.
func (c *Reading) rewriteLuz(id string) error {
	return c.app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			return err
		}
		if err := c.in(tx).SetLuz(mesa.AsSolicitud(r)); err != nil {
			return err
		}
		return rule.Save(tx, r)
	})
}
