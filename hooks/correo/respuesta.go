package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Respuesta sends the answer itself. documento is the id of its PDF, "" for none.
func (m *Mailer) Respuesta(tx core.App, a Aviso, documento string) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRespuesta, Adjunto: documento}, map[string]any{
		"Respuesta": a.Movimiento.Observaciones(), "Expediente": a.Solicitud.GetString("expediente"), "Adjunto": documento != "",
	})
}
