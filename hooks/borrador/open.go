package borrador

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// openDraft starts a draft only for a known kind of person who accepted the
// terms, and writes down which version was accepted. Only reception opens one of the counter.
func (r *Room) openDraft(e *core.RecordEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	if err := entidad.CheckAtiende(e.App, mesa.ActorOf(e.Record)); err != nil {
		return err // what a person types would be lost
	}
	if mesa.AsBorrador(e.Record).Presencial() {
		return r.openAtCounter(e, entidad)
	}
	e.Record.Set("canal", mesa.CanalDigital)
	e.Record.Set("recibe", "")
	var f mesa.Fallas
	checkPersona(e.Record, &f)
	if e.Record.GetDateTime("terminos_en").IsZero() {
		f.Add("acepto", mesa.TextTerminos)
	}
	if err := f.Err(); err != nil {
		return err
	}
	e.Record.Set("terminos_version", entidad.GetString("terminos_version"))
	e.Record.Set("terminos_en", r.Now())
	return r.begin(e, entidad)
}

// openAtCounter starts a draft of a paper. The account that receives the paper is the proof,
// in the place of terms that were accepted and of a code by mail, and nobody else goes on
// with it: there is no secret that a browser could hold.
func (r *Room) openAtCounter(e *core.RecordEvent, entidad *mesa.Entidad) error {
	by := mesa.ActorOf(e.Record)
	if !by.AtCounter() {
		return mesa.Refuse(403, "", mesa.TextSoloMostrador)
	}
	var f mesa.Fallas
	checkPersona(e.Record, &f)
	if err := f.Err(); err != nil {
		return err
	}
	e.Record.Set("recibe", by.Name)
	for _, column := range []string{"secreto", "terminos_version", "terminos_en", "terminos_ip"} {
		e.Record.Set(column, "")
	}
	return r.begin(e, entidad)
}

func (r *Room) begin(e *core.RecordEvent, entidad *mesa.Entidad) error {
	e.Record.Set("parte", 0)
	e.Record.Set("correo_validado", r.provedAddress(e.Record))
	e.Record.Set("solicitud", "")
	e.Record.Set("secretos_previos", "")
	r.extend(mesa.AsBorrador(e.Record), entidad)
	return e.Next()
}

// provedAddress is the address of a new draft when the record carries its proof: who opens
// the draft from Mis trámites gave a code already.
func (r *Room) provedAddress(draft *core.Record) string {
	correo := draft.GetString("correo")
	if mesa.AsBorrador(draft).Presencial() || !r.Codes.Proved(draft, correo) {
		return ""
	}
	return correo
}

func checkPersona(draft *core.Record, f *mesa.Fallas) {
	if p := draft.GetString("persona"); p != mesa.PersonaNatural && p != mesa.PersonaJuridica {
		f.Add("persona", mesa.TextPersona)
	}
}

// unproved is how long a draft lives whose address was not proved: anybody opens as
// many as they like.
const unproved = 6 * time.Hour

// extend begins the life of a draft anew: the office's hours once the address is
// proved.
func (r *Room) extend(draft *mesa.Borrador, entidad *mesa.Entidad) {
	life := time.Duration(entidad.HorasBorrador()) * time.Hour
	if !draft.Proved() {
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
