package respaldo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// sampled is how many papers of a store are read each night.
const sampled = 20

// remote notes what papers the store of an office holds, with the hashes they must have, and
// reads a sample. They are not copied: a store keeps each object several times, and a second
// store is the store's own to fill (replication of the bucket). What a copy of the base alone
// can't tell, whether the papers are still there and whole, is what this finds out.
func (w *writer) remote(ctx context.Context, app core.App, db *sql.DB) error {
	all, err := papersOf(db)
	if err != nil {
		return err
	}
	fsys, err := app.NewFilesystem()
	if err != nil {
		return err
	}
	defer fsys.Close()
	fsys.SetContext(ctx)
	listed, err := fsys.List("")
	if err != nil {
		return fmt.Errorf("no se puede leer el almacén S3 de la entidad: %w", err)
	}
	sizes := map[string]int64{}
	for _, o := range listed {
		sizes[o.Key] = o.Size
	}
	w.h.S3 = map[string]Objeto{}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i := range all {
		if err := w.paper(fsys, &all[i], sizes, i < sampled); err != nil {
			return err
		}
		w.tell("documentos en S3", int64(i+1), int64(len(all)))
	}
	return nil
}

// paper looks for one paper. A list may be late, so what it lacks is asked for by name.
func (w *writer) paper(fsys *filesystem.System, p *papel, sizes map[string]int64, read bool) error {
	key := strings.TrimPrefix(p.path, core.LocalStorageDirName+"/")
	size, ok := sizes[key]
	if !ok || read {
		r, err := fsys.GetReader(key)
		switch {
		case errors.Is(err, filesystem.ErrNotFound):
			p.missing()
			w.h.Fallas = append(w.h.Fallas, p.fault)
			return nil
		case err != nil:
			return fmt.Errorf("no se puede leer el almacén S3 de la entidad: %w", err)
		}
		o, err := hashOf(struct{ io.Reader }{r})
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
		if o.SHA256 != p.sum {
			p.changed()
			w.h.Fallas = append(w.h.Fallas, p.fault)
		}
		size = o.Bytes
	}
	w.h.S3[key] = Objeto{SHA256: p.sum, Bytes: size}
	return nil
}
