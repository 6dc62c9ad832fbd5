package oficina

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// keepWhatIsUsed refuses to delete a procedure or an area that something names.
func keepWhatIsUsed(e *core.RecordEvent) error {
	users := map[string]string{mesa.ColSolicitudes: "tramite", mesa.ColBorradores: "tramite"}
	if e.Record.Collection().Name == mesa.ColAreas {
		users = map[string]string{mesa.ColSolicitudes: "area", mesa.ColMovimientos: "area", mesa.ColTramites: "area", mesa.ColPersonal: "area"}
	}
	for collection, field := range users {
		n, err := e.App.CountRecords(collection, dbx.HashExp{field: e.Record.Id})
		if err != nil {
			return err
		}
		if n > 0 {
			return mesa.Refuse(409, "", mesa.TextEnUso)
		}
	}
	return e.Next()
}
