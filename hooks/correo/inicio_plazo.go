package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// InicioPlazo queues "Empezó su plazo para subsanar": the notice of a.Movimiento counts as
// received, and the last day is the one the filing has.
func (m *Mailer) InicioPlazo(tx core.App, a Aviso) error {
	extra, err := observacionData(tx, a, a.Solicitud.VenceSubsanacion())
	if err != nil {
		return err
	}
	extra["Desde"] = mesa.InLima(a.Solicitud.PlazoDesde())
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoInicioPlazo}, extra)
}

// stillAwaits gives up a mail about a term that ended, or that the citizen answered, before
// the mail could leave.
func (m *Mailer) stillAwaits(app core.App, c *mesa.Correo) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	if s := mesa.AsSolicitud(r); !s.Estado().Pending() || s.TermOver(m.now()) {
		return ErrStale
	}
	return nil
}
