package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Prorroga tells the citizen the new last day to answer, why, and which norm allows it
// (art. 136.1 of Ley 27444; art. 11.g of Ley 27806).
func (m *Mailer) Prorroga(tx core.App, a Aviso, norma string) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoProrroga}, map[string]any{
		"Vence": mesa.InLima(a.Movimiento.GetDateTime("vence_nuevo").Time()), "Motivo": why(a), "Norma": norma,
	})
}
