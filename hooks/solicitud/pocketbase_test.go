package solicitud_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
)

// move in move.go empties `solicitud` of an answer whose move was refused because of
// this: a roll-back takes the row back and leaves the record in hand as it was saved.
func TestPocketBaseStillLeavesARecordInHandAsItWasSaved(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	r := hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "solicitud"}), nil)
	undone := errors.New("undone")
	err := app.RunInTransaction(func(tx core.App) error {
		r.Set("solicitud", "x")
		return errors.Join(tx.Save(r), undone)
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	stored, err := app.FindRecordById("cosas", r.Id)
	if err != nil || r.GetString("solicitud") != "x" || stored.GetString("solicitud") != "" {
		t.Errorf("in hand %q, stored %q (%v)", r.GetString("solicitud"), stored.GetString("solicitud"), err)
	}
}

// storeAnswer in atendido.go saves the PDF of a move as a document while the move still
// holds it: one upload is stored whole for each record that it is saved with.
func TestPocketBaseStillStoresOneUploadForTwoRecords(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20})
	data := hookstest.PDF(3)
	move := core.NewRecord(c)
	move.Set("archivo", hookstest.File("respuesta.pdf", data))
	files := move.GetUnsavedFiles("archivo")
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	document := hookstest.Thing(t, app, c, map[string]any{"archivo": files[0]})
	if err := app.Save(move); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*core.Record{document, move} {
		stored, err := os.ReadFile(filepath.Join(app.DataDir(), core.LocalStorageDirName, r.BaseFilesPath(), r.GetString("archivo")))
		if err != nil || !bytes.Equal(stored, data) {
			t.Errorf("%d of %d bytes: %v", len(stored), len(data), err)
		}
	}
}
