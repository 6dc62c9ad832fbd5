package solicitud

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// fix refuses to edit a filing by hand, because a filing changes only with a move. The
// three columns of the State's interoperability platform, and who is in charge of the filing,
// are the exception.
func (r *Room) fix(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
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
	return e.Next()
}
