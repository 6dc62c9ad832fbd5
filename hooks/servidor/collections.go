package servidor

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// fixCollection keeps the structure and the access rules of our collections as the
// migrations made them, because one opened rule would publish every filing. The stored
// collection is asked, because a request may rename it.
func fixCollection(e *core.CollectionRequestEvent) error {
	stored, err := e.App.FindCollectionByNameOrId(e.Collection.Id)
	if err == nil && !stored.System {
		return mesa.Refuse(403, "", mesa.TextEstructuraFija)
	}
	return e.Next()
}

// fixImport refuses to import collections, which would change ours.
func fixImport(*core.CollectionsImportRequestEvent) error {
	return mesa.Refuse(403, "", mesa.TextEstructuraFija)
}
