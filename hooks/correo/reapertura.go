package correo

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Reapertura tells the citizen that a closed filing is open again, and the last day of the
// term that runs now, or that begins as the mail leaves.
func (m *Mailer) Reapertura(tx core.App, a Aviso) error {
	_, last, err := m.reopenedUntil(tx, a.Solicitud)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoReapertura}, reaperturaData(a, last))
}

func reaperturaData(a Aviso, last time.Time) map[string]any {
	return map[string]any{"Motivo": why(a), "Vence": dayOrNone(last), "Subsanar": a.Solicitud.Estado().Pending()}
}

// reopenedUntil is the last day that the mail may tell, zero for none.
func (m *Mailer) reopenedUntil(app core.App, s *mesa.Solicitud) (*mesa.Entidad, time.Time, error) {
	entidad, last, err := m.lastDay(app, s)
	if !s.Estado().Pending() || !s.VenceSubsanacion().IsZero() {
		last = s.Promised(m.now())
	}
	return entidad, last, err
}

// rewriteReapertura writes a delayed notice anew with the day that holds as it leaves. It is
// given up when the filing was closed again, or called to correct by a later observation.
func (m *Mailer) rewriteReapertura(app core.App, c *mesa.Correo) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	call, err := mesa.LastCall(app, s.Id)
	switch {
	case err != nil:
		return err
	case !s.Estado().Open() || call == nil || call.Id != c.GetString("movimiento"):
		return ErrStale
	}
	entidad, last, err := m.reopenedUntil(app, s)
	if err != nil {
		return err
	}
	a := Aviso{Entidad: entidad, Solicitud: s, Movimiento: call}
	return m.Fill(c.Record, about(app, a, reaperturaData(a, last)))
}
