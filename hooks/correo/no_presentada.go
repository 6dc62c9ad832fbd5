package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// NoPresentada tells the citizen that the filing counts as not presented (art. 125.4 of
// Ley 27444): which day the term ended, or what reception found not mended.
func (m *Mailer) NoPresentada(tx core.App, a Aviso) error {
	motivo, vencio := "", ""
	if a.Movimiento.GetString("motivo") != "" {
		motivo = why(a)
	} else {
		vencio = mesa.InLima(a.Solicitud.VenceSubsanacion())
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoNoPresentada}, map[string]any{"Motivo": motivo, "Vencio": vencio})
}
