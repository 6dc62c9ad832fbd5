package borrador

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// changeDraft checks each part of the form as it is given, and forgets the proof of
// an address when the address changes. A record that carries a typed code proves
// its address and changes nothing else; neither does one that carries a new secret, see
// mesa.SetSecreto, or another address, see mesa.SetCorreoNuevo.
func (r *Room) changeDraft(e *core.RecordEvent) error {
	if codigo, typed := mesa.CodigoOf(e.Record); typed {
		return r.proveAddress(e, codigo)
	}
	if secreto, moves := mesa.SecretoOf(e.Record); moves {
		return rule.Locked(func(e *core.RecordEvent) error { return r.moveDraft(e, secreto) })(e)
	}
	if correo, moves := mesa.CorreoNuevoOf(e.Record); moves {
		return rule.Locked(func(e *core.RecordEvent) error { return r.moveAddress(e, correo) })(e)
	}
	return rule.Locked(r.changeParts)(e)
}

// ownColumns are written by the rules alone.
var ownColumns = []string{
	"secreto", "terminos_version", "terminos_en", "terminos_ip", "correo_validado", "solicitud", "canal", "recibe",
	"secretos_previos",
}

func (r *Room) changeParts(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	old, err := rule.Stored(e)
	if err != nil {
		return err
	}
	before, draft := mesa.AsBorrador(old), mesa.AsBorrador(e.Record)
	if err := before.Open(r.Now()); err != nil {
		return err
	}
	if err := before.CheckCounter(mesa.ActorOf(e.Record)); err != nil {
		return err
	}
	for _, f := range ownColumns {
		draft.Set(f, before.Get(f))
	}
	if !before.Presencial() { // the citizen's form was opened for a kind of person
		draft.Set("persona", before.Get("persona"))
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	draft.Clean(entidad)
	draft.KeepSource(before)
	if draft.GetString("correo") != before.GetString("correo") {
		draft.Set("correo_validado", "")
	}
	if err := r.checkParts(e.App, draft, before, entidad); err != nil {
		return err
	}
	r.extend(draft, entidad)
	return e.Next()
}

// checkParts checks the parts of the form that the draft has passed. ENVIAR checks all
// of them.
func (r *Room) checkParts(app core.App, draft, before *mesa.Borrador, entidad *mesa.Entidad) error {
	tramite, err := mesa.FindTramite(app, draft.GetString("tramite"))
	if err != nil {
		return err
	}
	draft.CleanEstadistica(tramite)
	var f mesa.Fallas
	checkPersona(draft.Record, &f)
	if draft.Parte() >= mesa.ParteDatos {
		draft.CheckDatos(entidad, &f)
	}
	chosen := draft.GetString("tramite") != before.GetString("tramite")
	if draft.Parte() >= mesa.ParteTramite {
		draft.CheckTramite(entidad, tramite, r.Now(), &f)
		draft.CheckIdentidad(whichChanged(chosen), entidad, tramite, &f)
	}
	// Only a new choice is looked up: a procedure that the office withdrew after it was
	// chosen must not keep the person from correcting part one.
	if chosen {
		if err := CheckOffered(app, draft.GetString("tramite"), &f); err != nil {
			return err
		}
	}
	if draft.GetString("expediente_referencia") != before.GetString("expediente_referencia") {
		if err := CheckReference(app, draft, &f); err != nil {
			return err
		}
	}
	return f.Err()
}

// whichChanged is the field beside which a document and a procedure that don't go together
// are refused.
func whichChanged(tramite bool) string {
	if tramite {
		return "tramite"
	}
	return "tipo_documento"
}

// CheckOffered notes a fault when the office does not offer a procedure now.
func CheckOffered(app core.App, tramite string, f *mesa.Fallas) error {
	if tramite == "" {
		return nil
	}
	n, err := app.CountRecords(mesa.ColTramites, dbx.HashExp{"id": tramite, "activo": true})
	if err == nil && n == 0 {
		f.Add("tramite", mesa.TextTramiteInactivo)
	}
	return err
}
