package borrador

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

const (
	// trusted is how long a file that was read back is served without reading it
	// again: a viewer asks for a big PDF in hundreds of pieces.
	trusted = time.Minute
	// openAtOnce is how many files are remembered so.
	openAtOnce = 1000
)

// serveWhole refuses a stored file that is no longer what was admitted, and tells it
// in the log and in the digest: who decides on a paper must see that paper.
func (r *Room) serveWhole(e *core.FileDownloadRequestEvent) error {
	if _, ok := r.whole.Get(e.ServedPath); ok {
		return e.Next()
	}
	if err := refuseEliminated(e.App, e.Record); err != nil {
		return err
	}
	want, err := admittedHashes(e.App, e.Record)
	if err != nil {
		return err
	}
	if len(want) == 0 {
		return e.Next() // nothing was admitted: a move that was made without the form
	}
	got, err := hashStored(e.Request.Context(), e.App, mesa.PapelServed(e))
	if err != nil && !errors.Is(err, filesystem.ErrNotFound) {
		return err
	}
	if _, ok := want[got]; !ok {
		e.App.Logger().Error("a stored document is not what was admitted", "file", e.ServedPath)
		if err := noteDamaged(e.App, e.Record, r.Now()); err != nil {
			e.App.Logger().Error("a damaged document was not noted", "documento", e.Record.Id, "error", err)
		}
		return mesa.Refuse(409, "", mesa.TextArchivoAlterado)
	}
	r.whole.Put(e.ServedPath, true, r.Now().Add(trusted))
	return e.Next()
}

// refuseEliminated refuses a paper of a filing whose papers were eliminated.
func refuseEliminated(app core.App, r *core.Record) error {
	id := r.GetString("solicitud")
	if id == "" { // of a draft
		return nil
	}
	s, err := app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	return mesa.RefuseEliminada(app, mesa.AsSolicitud(s))
}

// serveMoved answers for PocketBase's own door, which knows no other place than the one where it
// wrote a file. The doors of our screens tell no field, and open the file themselves.
func serveMoved(e *core.FileDownloadRequestEvent) error {
	if e.FileField == nil || e.App.Settings().S3.Enabled {
		return e.Next()
	}
	return mesa.Serve(e)
}

// admittedHashes are the hashes that a record's file may have, with the document of
// each. A move keeps its answer a second time; any answer of its filing is right.
func admittedHashes(app core.App, r *core.Record) (map[string]string, error) {
	docs := []*core.Record{r}
	if r.Collection().Name == mesa.ColMovimientos {
		var err error
		docs, err = app.FindAllRecords(mesa.ColDocumentos, dbx.HashExp{"solicitud": r.GetString("solicitud"), "clase": mesa.ClaseRespuesta})
		if err != nil {
			return nil, err
		}
	}
	docs = slices.DeleteFunc(docs, func(d *core.Record) bool { return d.GetString("sha256") == "" })
	hashes := make(map[string]string, len(docs))
	for _, d := range docs {
		hashes[d.GetString("sha256")] = d.Id
	}
	return hashes, nil
}

func hashStored(ctx context.Context, app core.App, p mesa.Papel) (string, error) {
	file, err := p.Open(ctx, app)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
