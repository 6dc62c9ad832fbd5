package respaldo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// spare is what a copy leaves free on a disk of its own. On the disk of the data it leaves what
// the office wants free there: filings go first.
const spare = 1 << 20

// room refuses a copy that would fill a disk, before its first byte. Nothing is removed to make
// room: which copy may go is the plan's to say, or a person's.
func (w *writer) room(ctx context.Context, app core.App) error {
	base, err := baseSize(w.data)
	if err != nil {
		return err
	}
	need := base
	if !w.h.EnS3 {
		fresh, err := w.fresh(ctx)
		if err != nil {
			return err
		}
		need += fresh
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	free, err := w.free()
	if err != nil {
		return err
	}
	if err := enough(w.dir, free, need, w.reserve(w.dir, entidad)); err != nil {
		return err
	}
	if w.staging() != "" && len(w.to) == 0 {
		return nil
	}
	tmp := os.TempDir()
	if free, err = disco.Free(tmp); err != nil {
		return err
	}
	return enough(tmp, free, base, w.reserve(tmp, entidad))
}

func (w *writer) reserve(folder string, entidad *mesa.Entidad) int64 {
	if SameDisk(w.data, folder) {
		return entidad.Reserve()
	}
	return spare
}

func enough(where string, free, need, reserve int64) error {
	if free-reserve >= need {
		return nil
	}
	return fmt.Errorf("no hay sitio en %s: quedan %d MB, la copia necesita %d y deben quedar libres %d; no se copió ni se borró nada",
		where, free>>20, need>>20+1, reserve>>20)
}

// baseSize is what a snapshot of the base takes at most.
func baseSize(data string) (sum int64, err error) {
	for _, name := range []string{"data.db", "data.db-wal"} {
		info, err := os.Stat(filepath.Join(data, name))
		if ignoreAbsent(err) != nil {
			return 0, err
		}
		if err == nil {
			sum += info.Size()
		}
	}
	return sum, nil
}

// fresh is the size of what the copy before does not have as it is.
func (w *writer) fresh(ctx context.Context) (sum int64, err error) {
	paths, err := w.found()
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			if ignoreAbsent(err) != nil {
				return 0, err
			}
			continue // a draft's went meanwhile
		}
		_, was, err := w.before(ctx, path, info)
		if err != nil {
			return 0, err
		}
		if was == nil {
			sum += info.Size()
		}
	}
	return sum, nil
}
