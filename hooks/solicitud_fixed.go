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
	for _, name := range e.Record.Collection().Fields.FieldNames() {
		if strings.HasPrefix(name, "cuo") || name == "entidad_emisora_ruc" {
			continue
		}
		if !sameValue(e.Record, before, name) {
			f.Add(name, mesa.TextCampoFijo)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}
