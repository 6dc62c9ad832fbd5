package correo

import (
	"cmp"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Encauzada tells the citizen that the filing follows another procedure, the last day that
// follows from it, and the day that was told before if that is another one.
func (m *Mailer) Encauzada(tx core.App, a Aviso, antes, ahora string, days mesa.TermChange) error {
	was := dayOrNone(days.Was)
	if days.Was.Equal(days.Is) {
		was = ""
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoEncauzada}, map[string]any{
		"Antes": antes, "Tramite": ahora, "Motivo": why(a), "Vence": dayOrNone(days.Is), "Dicho": was,
	})
}

// why is the reason of an act as its public line says it: the officer's text for the
// citizen, else the reason itself.
func why(a Aviso) string {
	return cmp.Or(a.Movimiento.Observaciones(), a.Movimiento.GetString("motivo"))
}

// dayOrNone writes a last day in words, "" for none.
func dayOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return mesa.InLima(t)
}
