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
	r.extend(mesa.AsBorrador(e.Record), entidad)
	return e.Next()
}

// unproved is how long a draft lives whose address was not proved: anybody opens as
// many as they like.
const unproved = 6 * time.Hour

// extend begins the life of a draft anew: the office's hours once the address is
// proved.
func (r *Room) extend(draft *mesa.Borrador, entidad *mesa.Entidad) {
	life := time.Duration(entidad.HorasBorrador()) * time.Hour
	if !draft.Validado() {
		life = min(life, unproved)
	}
	draft.Set("vence", r.Now().Add(life))
}

// Unsent tells whether a draft, or else a correction, still waits to be sent, so that
// its uploads are still wanted. When the base can't tell the answer is yes: an upload
// that nobody wants may wait, one that is wanted may not go.
func (r *Room) Unsent(app core.App, draft, correction string) bool {
	collection, unsent := mesa.ColSubsanacion, dbx.HashExp{"id": correction, "enviada_en": ""}
	if draft != "" {
		collection, unsent = mesa.ColBorradores, dbx.HashExp{"id": draft, "solicitud": ""}
	}
	n, err := app.CountRecords(collection, unsent)
	return err != nil || n == 1
}
