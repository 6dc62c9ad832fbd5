package reloj

import (
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
)

// copies tells what is wrong with the copies of the office, each day until it is mended; and once
// a week, after a rehearsal, how that went. That the copies lie on the disk of the data is told
// once a week too: it is a choice, and not news.
func (r *Room) copies(now time.Time) *correo.Section {
	s := &correo.Section{Titulo: "COPIAS DE SEGURIDAD"}
	if r.Copias == nil {
		return s
	}
	c := r.Copias()
	text, grave := c.Aviso(now)
	rehearsed := !c.Ensayo.Hecho.IsZero() && now.Sub(c.Ensayo.Hecho) < 24*time.Hour
	if grave {
		s.Titulo, s.Urgente = "COPIAS DE SEGURIDAD: hoy no hay una copia buena", true
	}
	if text != "" && (grave || rehearsed) {
		s.Add("Copia", "La lista completa está en Puesta en marcha.", text)
	}
	if rehearsed && len(c.Ensayo.Fallas) == 0 {
		s.Add("Ensayo", "Se ensaya una vez por semana.", mesa.TextEnsayoBien(c.Ensayo))
	}
	return s
}
