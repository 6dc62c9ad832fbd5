package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Desistimiento tells the citizen that the withdrawal was accepted (art. 189 of Ley 27444).
func (m *Mailer) Desistimiento(tx core.App, a Aviso) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoDesistimiento}, map[string]any{
		"Motivo": why(a), "Fecha": mesa.InLima(a.Movimiento.Fecha()),
	})
}
