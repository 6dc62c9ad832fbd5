package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Derivacion tells the citizen where the filing is, when the office wants it, and brings the
// receipt of its registration.
func (m *Mailer) Derivacion(tx core.App, a Aviso) error {
	if !a.Entidad.GetBool("avisar_derivacion") {
		return nil
	}
	code, err := m.registered(tx, a.Solicitud.Id)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoDerivacion}, map[string]any{
		"Area": a.Movimiento.Destino(), "Expediente": a.Solicitud.GetString("expediente"),
		"Recepcion": receptionOf(tx, code),
	})
}
