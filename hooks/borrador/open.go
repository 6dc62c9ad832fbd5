package borrador

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// openDraft starts a draft only for a known kind of person who accepted the
// terms, and writes down which version was accepted.
func (r *Room) openDraft(e *core.RecordEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
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
	e.Record.Set("terminos_en", r.Now())
	e.Record.Set("parte", 0)
	e.Record.Set("correo_validado", "")
	e.Record.Set("solicitud", "")
	e.Record.Set("vence", r.Now().Add(draftLife(entidad)))
	return e.Next()
}

func draftLife(entidad *mesa.Entidad) time.Duration {
	hours := entidad.GetInt("horas_borrador")
	if hours <= 0 {
		hours = 72
	}
	return time.Duration(hours) * time.Hour
}

// Unsent tells whether a draft, or else a correction, still waits to be sent: what is
// being uploaded for it is still wanted. When the base can't tell, the answer is yes.
func (r *Room) Unsent(app core.App, draft, correction string) bool {
	collection, unsent := mesa.ColSubsanacion, dbx.HashExp{"id": correction, "enviada_en": ""}
	if draft != "" {
		collection, unsent = mesa.ColBorradores, dbx.HashExp{"id": draft, "solicitud": ""}
	}
	n, err := app.CountRecords(collection, unsent)
	return err != nil || n == 1
}
