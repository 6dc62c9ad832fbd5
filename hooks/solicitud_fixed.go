package hooks

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// fixSolicitud refuses to edit a filing by hand: it changes only with a move.
// The three columns of the State's interoperability platform are the exception.
func fixSolicitud(e *core.RecordEvent) error {
	if mesa.IsSystem(e.Record) {
		return e.Next()
	}
	before, err := stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	keepOthers(e.Record, before, &f, mesa.TextCampoFijo, func(field string) bool {
		return strings.HasPrefix(field, "cuo") || field == "entidad_emisora_ruc"
	})
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}
