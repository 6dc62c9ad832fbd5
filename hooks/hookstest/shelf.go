package hookstest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Shelve lets the files of all filings rest and puts them onto their shelves.
func (o *Office) Shelve(t testing.TB) {
	t.Helper()
	o.Clock.Add(2 * time.Hour)
	if err := o.Servidor.Shelve(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	docs, err := o.FindRecordsByFilter(mesa.ColDocumentos, "solicitud != ''", "", 0, 0)
	if err != nil || len(docs) == 0 {
		t.Fatal(docs, err)
	}
	for _, doc := range docs {
		if _, err := os.Stat(OnShelf(o, doc, "archivo")); err != nil {
			t.Fatal("not on its shelf:", err)
		}
	}
}

// OnShelf is where the file of a record lies on its shelf.
func OnShelf(o *Office, r *core.Record, field string) string {
	return filepath.Join(o.DataDir(), core.LocalStorageDirName, filepath.FromSlash(mesa.OnShelf(mesa.PapelOf(r, field).Clave)))
}
