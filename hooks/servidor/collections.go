package servidor

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// fixCollection keeps the structure and the access rules of our collections as
// the migrations made them: one opened rule would publish every filing. The
// stored name counts, since a request may rename.
func fixCollection(e *core.CollectionRequestEvent) error {
	stored, err := e.App.FindCollectionByNameOrId(e.Collection.Id)
	if err == nil && !stored.System {
		return mesa.Refuse(403, "", mesa.TextEstructuraFija)
	}
	return e.Next()
}

func fixImport(*core.CollectionsImportRequestEvent) error {
	return mesa.Refuse(403, "", mesa.TextEstructuraFija)
}
