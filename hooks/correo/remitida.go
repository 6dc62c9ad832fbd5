package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Remitida tells the citizen which entity is competent and has the filing now (art. 130.1
// of Ley 27444).
func (m *Mailer) Remitida(tx core.App, a Aviso) error {
	mov := a.Movimiento
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRemitida}, map[string]any{
		"Destino": mov.GetString("entidad_destino"), "Motivo": why(a), "Oficio": mov.GetString("documento_numero"),
		"Fecha": mesa.InLima(mov.GetDateTime("documento_fecha").Time()), "CUO": a.Solicitud.GetString("cuo"),
	})
}
