package correo

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Reapertura tells the citizen that a closed filing is open again, and the last day of the
// term that runs now, zero for none.
func (m *Mailer) Reapertura(tx core.App, a Aviso, vence time.Time) error {
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoReapertura}, map[string]any{
		"Motivo": why(a), "Vence": dayOrNone(vence), "Subsanar": a.Solicitud.Estado().Pending(),
	})
}
