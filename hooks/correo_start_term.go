package hooks

import (
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
	notice := mesa.AsCorreo(e.Record)
	left := notice.Estado() == mesa.CorreoEnviado && mesa.AsCorreo(before).Estado() != mesa.CorreoEnviado
	if !left || notice.Tipo() != mesa.CorreoObservacion {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		r, err := tx.FindRecordById(mesa.ColSolicitudes, notice.Solicitud())
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
		awaitCorrection(clock, s, notice.EnviadoEn())
		if err := clock.light(s); err != nil {
			return err
		}
		return rule.Save(tx, s.Record)
	})
}
