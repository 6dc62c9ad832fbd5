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
