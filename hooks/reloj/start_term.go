package reloj

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// startTerm starts the citizen's term in the transaction that notes that the
// mail server accepted the notice: never before, so it can't run out on a
// notice nobody got (art. 20.4 and 125 of Ley 27444). A notice that is delayed is
// shown to staff at once.
func (r *Room) startTerm(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	notice := mesa.AsCorreo(e.Record)
	left := notice.Estado() == mesa.CorreoEnviado && mesa.AsCorreo(before).Estado() != mesa.CorreoEnviado
	failed := notice.GetInt("intentos") != before.GetInt("intentos") || notice.GetString("error") != before.GetString("error")
	if notice.Tipo() != mesa.CorreoObservacion || !left && !failed {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		return r.followNotice(tx, notice, left)
	})
}

// followNotice brings the filing up to what became of its notice.
func (r *Room) followNotice(tx core.App, notice *mesa.Correo, left bool) error {
	row, err := tx.FindRecordById(mesa.ColSolicitudes, notice.Solicitud())
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(row)
	if !s.Estado().Pending() || !s.VenceSubsanacion().IsZero() {
		return nil
	}
	c, err := Read(tx, r.Now())
	if err != nil {
		return err
	}
	if left {
		c.AwaitCorrection(s, notice.EnviadoEn())
	}
	if err := c.SetLuz(s); err != nil {
		return err
	}
	return rule.Save(tx, s.Record)
}
