package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Archivo tells the citizen why a filing ended without an answer (art. 186 of Ley 27444),
// and the remedies against that.
func (m *Mailer) Archivo(tx core.App, a Aviso, recursos string) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoArchivo}, map[string]any{
		"Motivo": why(a), "Recursos": recursos, "Expediente": a.Solicitud.GetString("expediente"),
	})
}
