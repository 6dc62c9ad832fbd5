package reloj

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// The citizen's term to correct begins when the notice counts as received (arts. 20.4,
// 25.2 and 27.2 of Ley 27444): the acknowledgement pressed, the correction opened with the
// mail's code, or the cédula's day of delivery (hooks/solicitud). Where the office counts
// from the sending, it begins when the mail server accepted the notice. It never begins on
// an unsent notice.

// noteSending follows the notice of an observation or of a reopening: where the office counts from the sending,
// the term begins in the transaction that notes that the mail server accepted it. A notice
// that is delayed is shown to staff at once.
func (r *Room) noteSending(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	notice := mesa.AsCorreo(e.Record)
	left := notice.Estado() == mesa.CorreoEnviado && mesa.AsCorreo(before).Estado() != mesa.CorreoEnviado
	failed := notice.GetInt("intentos") != before.GetInt("intentos") || notice.GetString("error") != before.GetString("error")
	if !notice.Tipo().Calls() || !left && !failed {
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
	s, c, err := r.awaited(tx, notice.Solicitud())
	if err != nil || s == nil {
		return err
	}
	called, err := notice.Calls(tx)
	if err != nil {
		return err
	}
	if called && left && !s.FromAcuse() {
		c.AwaitCorrection(s, notice.EnviadoEn())
	}
	if err := c.SetLuz(s); err != nil {
		return err
	}
	return rule.Save(tx, s.Record)
}

// awaited is an observed filing whose term has not begun, nil for any other.
func (r *Room) awaited(tx core.App, id string) (*mesa.Solicitud, *Reading, error) {
	row, err := tx.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, nil, err
	}
	s := mesa.AsSolicitud(row)
	if !s.Estado().Pending() || !s.VenceSubsanacion().IsZero() {
		return nil, nil, nil
	}
	c, err := Read(tx, r.Now())
	return s, c, err
}

// received begins the term of an observed filing today, once, and tells the citizen its
// last day.
func (r *Room) received(tx core.App, solicitud string) error {
	s, c, err := r.awaited(tx, solicitud)
	if err != nil || s == nil {
		return err
	}
	c.AwaitCorrection(s, c.Now)
	if err := c.SetLuz(s); err != nil {
		return err
	}
	if err := rule.Save(tx, s.Record); err != nil {
		return err
	}
	return r.TellTerm(c.in(tx), s)
}

// TellTerm tells the citizen the last day of a term to correct that has just begun.
func (r *Room) TellTerm(c *Reading, s *mesa.Solicitud) error {
	act, err := correo.LastObservation(c.app, s.Id)
	if err != nil || act == nil {
		return err
	}
	return r.Mailer.InicioPlazo(c.app, correo.Aviso{Entidad: c.Entidad, Solicitud: s, Movimiento: act})
}

// openedByCitizen takes a correction that was opened with the code of the mail for the
// citizen's own word that the notice arrived (art. 27.2 of Ley 27444).
func (r *Room) openedByCitizen(e *core.RecordEvent) error {
	proved := func(r *core.Record) bool { return r.GetBool("validada") }
	before := false
	if !e.Record.IsNew() {
		old, err := rule.Stored(e)
		if err != nil {
			return err
		}
		before = proved(old)
	}
	if before || !proved(e.Record) {
		return e.Next()
	}
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		return r.cure(tx, e.Record.GetString("solicitud"))
	})
}

// cure settles the open notices of the filing's observation and begins its term.
func (r *Room) cure(tx core.App, solicitud string) error {
	s, c, err := r.awaited(tx, solicitud)
	if err != nil || s == nil || !s.FromAcuse() {
		return err
	}
	if err := c.Settle(solicitud); err != nil {
		return err
	}
	_, err = rastro.Write(tx, solicitud, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: "CIUDADANO", Actor: rastro.CitizenName(s.Record),
		Observaciones: mesa.TextAbrioCorreccion(mesa.FullTime(r.Now())),
	})
	if err != nil {
		return err
	}
	return r.received(tx, solicitud)
}

// Settle confirms the open notices that called to correct a filing: who corrects it has read
// them (art. 27.2 of Ley 27444), so that none is left to notify by cédula.
func (c *Reading) Settle(solicitud string) error {
	notices, err := c.app.FindAllRecords(mesa.ColCorreos,
		dbx.HashExp{
			"solicitud": solicitud, "tipo": []any{string(mesa.CorreoObservacion), string(mesa.CorreoReapertura)}, "acuse_en": "",
		}, dbx.NewExp("acuse != ''"))
	if err != nil {
		return err
	}
	for _, notice := range notices {
		notice.Set("acuse_en", c.Now)
		if err := rule.Save(c.app, notice); err != nil {
			return err
		}
	}
	return nil
}
