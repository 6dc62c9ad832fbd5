package hooks

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// refuse is the rule of what nobody may do, superusers included.
func refuse(status int, texto string) func(*core.RecordEvent) error {
	return func(*core.RecordEvent) error { return mesa.Refuse(status, "", texto) }
}

// onlyCitizens refuses through the API what only the public form does.
func onlyCitizens(*core.RecordRequestEvent) error {
	return mesa.Refuse(403, "", mesa.TextSoloCiudadano)
}

// onlySystem is the rule of what only our own rules may write.
func onlySystem(texto string) func(*core.RecordEvent) error {
	return func(e *core.RecordEvent) error {
		if !mesa.IsSystem(e.Record) {
			return mesa.Refuse(403, "", texto)
		}
		return e.Next()
	}
}
