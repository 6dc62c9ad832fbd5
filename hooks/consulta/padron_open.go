package consulta

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// openCarga begins an import of SUNAT's registry from the dashboard. It takes the file of
// the form, and no result that a person wrote there.
func openCarga(e *core.RecordEvent) error {
	if len(e.Record.GetUnsavedFiles("archivo")) == 0 {
		return mesa.Refuse(422, "archivo", mesa.TextPadronSinArchivo)
	}
	e.Record.Load(map[string]any{
		"estado": cargaPendiente, "filas": 0, "malas": 0, "detalle": "", "intentos": 0, "iniciada_en": nil, "terminada_en": nil,
	})
	return e.Next()
}

// cargaCommitted tells the worker, after the commit, that there is a file.
func (r *Room) cargaCommitted(e *core.RecordEvent) error {
	r.wakePadron()
	return e.Next()
}
