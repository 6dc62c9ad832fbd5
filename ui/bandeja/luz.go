package bandeja

import (
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/tools/types"
)

// luz is the light of a row, with the word that says the same.
type luz struct{ Color, Texto, Porque string }

func dayOf(t time.Time) time.Time { return plazos.Date(t) }

// light says in words what presses: the review, the citizen's correction or the answer.
func (b *Bandeja) light(f fila) luz {
	l := luz{Color: f.Semaforo, Porque: f.Alerta}
	now := b.Now()
	switch mesa.Estado(f.Estado) {
	case mesa.Recibida, mesa.Subsanada:
		l.Texto = dueInWords("revisar", earlier(f.VenceRevision, f.VenceLegal), now)
	case mesa.Observada:
		l.Texto = "espera al ciudadano"
		if !f.VenceSubsanacion.IsZero() {
			l.Texto = dueInWords("subsanar", f.VenceSubsanacion, now)
		} else if f.Semaforo == string(plazos.Ambar) || f.Semaforo == string(plazos.Rojo) {
			l.Texto = "falta notificar" // the alert says how
		}
	case mesa.Registrada, mesa.Derivada:
		l.Texto = dueInWords("vence", f.VenceLegal, now)
	}
	return l
}

func earlier(a, b types.DateTime) types.DateTime {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// dueInWords tells how far a last day is, in days of the calendar of Lima.
func dueInWords(what string, due types.DateTime, now time.Time) string {
	if due.IsZero() {
		return "sin plazo"
	}
	days := int(dayOf(due.Time()).Sub(dayOf(now)).Hours()) / 24
	if what == "vence" {
		what = ""
	} else {
		what += ": "
	}
	switch {
	case days < -1:
		return what + fmt.Sprintf("venció hace %d días", -days)
	case days == -1:
		return what + "venció ayer"
	case days == 0:
		return what + "vence hoy"
	case days == 1:
		return what + "vence mañana"
	case days < 7:
		return what + "vence el " + weekday[due.Time().In(plazos.Lima).Weekday()]
	}
	return what + "vence el " + due.Time().In(plazos.Lima).Format("02/01")
}

var weekday = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
