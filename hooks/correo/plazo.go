package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Plazo tells the citizen that a last day that was told, to correct or to be answered,
// became another one, and why.
func (m *Mailer) Plazo(tx core.App, a Aviso, moved mesa.TermChange, motivo string) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoPlazo}, map[string]any{
		"Respuesta": moved.Field == "vence_respuesta", "Antes": mesa.InLima(moved.Was), "Vence": mesa.InLima(moved.Is), "Motivo": motivo,
	})
}
