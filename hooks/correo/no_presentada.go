package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// NoPresentada tells the citizen that the term ended (art. 125.4 of Ley 27444), or, with the
// reason of reception's own act, what its correction did not mend.
func (m *Mailer) NoPresentada(tx core.App, a Aviso) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoNoPresentada}, map[string]any{"Motivo": why(a)})
}
