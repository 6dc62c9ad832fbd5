package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Subsanacion queues the receipt of a correction, with the day on which it counts.
func (m *Mailer) Subsanacion(tx core.App, a Aviso) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoSubsanacion}, map[string]any{
		"Recibida": mesa.FullTime(a.Movimiento.Fecha()), "Cuenta": mesa.SubsanadoCuenta(a.Movimiento.Observaciones()),
	})
}
