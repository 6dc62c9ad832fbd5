package solicitud

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// fix refuses to edit a filing by hand, because a filing changes only with a move. The
// three columns of the State's interoperability platform, who is in charge of the filing and
// until when it was put aside are the exception; so is what its citizen proves, see
// mesa.SetReclamo and mesa.SetCorreoNuevo.
func (r *Room) fix(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	if documento, claims := mesa.ReclamoOf(e.Record); claims {
		return r.claim(e, documento)
	}
	if correo, moves := mesa.CorreoNuevoOf(e.Record); moves {
		return r.moveAddress(e, correo)
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	rule.Keep(e.Record, before, func(field string) bool {
		return strings.HasPrefix(field, "cuo") || field == "entidad_emisora_ruc" || field == "responsable" || field == "postergada_hasta"
	}, func(field string) { f.Add(field, mesa.TextCampoFijo) })
	if err := f.Err(); err != nil {
		return err
	}
	if e.Record.GetString("responsable") != before.GetString("responsable") {
		return r.assign(e)
	}
	if e.Record.GetString("postergada_hasta") != before.GetString("postergada_hasta") {
		return r.putAside(e)
	}
	return e.Next()
}
