package hooks

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/core"
)

// openDraft starts a draft only for a known kind of person who accepted the
// terms, and writes down which version was accepted.
func (d *Desk) openDraft(e *core.RecordEvent) error {
	entidad, err := oficina.Read(e.App)
	if err != nil {
		return err
	}
	var f mesa.Fallas
	if p := e.Record.GetString("persona"); p != mesa.PersonaNatural && p != mesa.PersonaJuridica {
		f.Add("persona", mesa.TextPersona)
	}
	if e.Record.GetDateTime("terminos_en").IsZero() {
		f.Add("acepto", mesa.TextTerminos)
	}
	if err := f.Err(); err != nil {
		return err
	}
	e.Record.Set("terminos_version", entidad.GetString("terminos_version"))
	e.Record.Set("terminos_en", d.Now())
	e.Record.Set("parte", 0)
	e.Record.Set("correo_validado", "")
	e.Record.Set("solicitud", "")
	e.Record.Set("vence", d.Now().Add(draftLife(entidad)))
	return e.Next()
}

func draftLife(entidad *mesa.Entidad) time.Duration {
	hours := entidad.GetInt("horas_borrador")
	if hours <= 0 {
		hours = 72
	}
	return time.Duration(hours) * time.Hour
}
