package hooks

import (
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// documentsOf lists a filing's documents in the order they came.
func documentsOf(app core.App, solicitud string) ([]*core.Record, error) {
	return app.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:id}", "subido_en,clase", 0, 0, dbx.Params{"id": solicitud})
}

func contains(rs []*core.Record, id string) bool {
	return slices.ContainsFunc(rs, func(r *core.Record) bool { return r.Id == id })
}
