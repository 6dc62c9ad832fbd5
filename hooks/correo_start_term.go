package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// startTerm starts the citizen's term in the transaction that notes that the
// mail server accepted the notice: never before, so it can't run out on a
// notice nobody got (art. 20.4 and 125 of Ley 27444).
func (d *Desk) startTerm(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	left := e.Record.GetString("estado") == correo.Enviado && before.GetString("estado") != correo.Enviado
	if !left || e.Record.GetString("tipo") != "observacion" {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		r, err := tx.FindRecordById(mesa.ColSolicitudes, e.Record.GetString("solicitud"))
		if err != nil {
			return err
		}
		s := mesa.AsSolicitud(r)
		if !s.Estado().Pending() || !s.VenceSubsanacion().IsZero() {
			return nil
		}
		clock, err := readClock(tx, d.Now())
		if err != nil {
			return err
		}
		awaitCorrection(clock, s, e.Record.GetDateTime("enviado_en").Time())
		if err := clock.light(s); err != nil {
			return err
		}
		return rule.Save(tx, s.Record)
	})
}
