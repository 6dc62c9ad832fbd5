package padron

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
)

// reserve is how many bytes an import leaves free on the disk for filings.
const reserve = 256 << 20

// Options of an import.
type Options struct {
	Src    string    // SUNAT's file, zip or txt
	Dir    string    // the data folder
	Forzar bool      // accept fewer than half the taxpayers of the registry before
	Now    time.Time // noted as the registry's date
	// Room refuses when so many bytes more would leave less than reserve free in dir.
	Room func(dir string, bytes, reserve int64) error
	// Progress is called a few times a second with the bytes of text read so far
	// and those of the whole text.
	Progress func(done, total int64)

	maxBytes int64 // of the registry; 0 is maxRegistry
}

// Import makes the registry of a data folder anew from SUNAT's file. Every error
// is a *Fault, and after one the registry before stays in use. The new file takes
// its place by a rename, so a running server uses it at once.
func Import(ctx context.Context, o Options) (Report, error) {
	began := time.Now()
	turn, err := takeTurn(o.Dir)
	if err != nil {
		return Report{}, err
	}
	defer turn.end()
	temp := filepath.Join(o.Dir, tempName)
	defer os.Remove(temp)
	if err := removeIfThere(temp); err != nil {
		return Report{}, explain(err)
	}
	src, err := openSource(o.Src)
	if err != nil {
		return Report{}, err
	}
	defer src.Close()
	if o.Room != nil {
		// A row of the base takes about half the bytes of its line.
		if err := o.Room(o.Dir, src.size/2, reserve); err != nil {
			return Report{}, fault(mesa.TextPadronSinEspacio, err)
		}
	}
	report, err := build(ctx, src, temp, o)
	if err == nil {
		err = replace(temp, filepath.Join(o.Dir, fileName))
	}
	report.Took = time.Since(began)
	return report, explain(err)
}

// build reads in one goroutine and writes in another.
func build(ctx context.Context, src *source, temp string, o Options) (Report, error) {
	if o.maxBytes == 0 {
		o.maxBytes = maxRegistry
	}
	w, err := newWriter(temp, o.maxBytes)
	if err != nil {
		return Report{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	r := newReader(src)
	go r.run(ctx)
	err = write(ctx, w, r, o.Progress)
	stop()
	for range r.full { // the reading goroutine closes full last, and r.err may be read then
	}
	if err == nil {
		err = r.err
	}
	if err == nil {
		err = settle(w, r, o)
	}
	if err != nil {
		w.abandon()
	}
	return r.report, err
}

func write(ctx context.Context, w *writer, r *reader, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	told := time.Time{}
	for b := range r.full {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.add(b.rows); err != nil {
			return err
		}
		r.report.Filas += len(b.rows)
		r.free <- b.rows
		if time.Since(told) > 200*time.Millisecond || b.read == r.src.size {
			told = time.Now()
			progress(b.read, r.src.size)
		}
	}
	return nil
}

// settle judges the registry and closes it.
func settle(w *writer, r *reader, o Options) error {
	if !r.sorted {
		n, err := w.count()
		if err != nil {
			return err
		}
		r.report.Repetidas, r.report.Filas = r.report.Filas-n, n
	}
	r.report.Anterior = previous(o.Dir)
	if err := r.report.plausible(o.Forzar); err != nil {
		return err
	}
	return w.finish(r, o.Now)
}

// previous is how many taxpayers the registry in use has; 0 when it can't be read.
func previous(dir string) int {
	old := Open(dir)
	defer old.Close()
	c, err := old.Carga(context.Background())
	if err != nil {
		return 0
	}
	return c.Filas
}

// replace puts a whole registry in the place of another, on stable storage.
func replace(temp, path string) error {
	if err := disco.Sync(temp); err != nil {
		return err
	}
	return errors.Join(os.Rename(temp, path), disco.Sync(filepath.Dir(path)))
}
