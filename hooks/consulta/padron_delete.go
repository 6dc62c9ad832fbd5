package consulta

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// keepRunningCarga keeps the record, and with it the file, of an import at work.
func keepRunningCarga(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	if before.GetString("estado") == cargaImportando {
		return mesa.Refuse(409, "", mesa.TextPadronEnCurso)
	}
	return e.Next()
}
