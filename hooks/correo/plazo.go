package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Plazo tells the citizen that the term to correct ends on a later day, and why.
func (m *Mailer) Plazo(tx core.App, a Aviso, moved mesa.TermChange, motivo string) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoPlazo}, map[string]any{
		"Antes": mesa.InLima(moved.Was), "Vence": mesa.InLima(moved.Is), "Motivo": motivo,
	})
}
