package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// NoPresentada tells the citizen that the term ended (art. 125.4 of Ley 27444).
func (m *Mailer) NoPresentada(tx core.App, a Aviso) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoNoPresentada}, nil)
}
