package respaldo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Hecho is what a copy came to.
type Hecho struct {
	*Copia
	Nuevos int      // objects that the destination did not have
	Fallas []string // papers of filings that are missing or changed on the disk of the office
}

// Make copies an office, which may go on working, to a folder. Nothing is written on the
// disk of the data. What was copied before stays whole whenever it fails.
func Make(ctx context.Context, app core.App, dest string, now time.Time, tell registro.Progress) (*Hecho, error) {
	d, release, err := open(app.DataDir(), dest)
	if err != nil {
		return nil, err
	}
	defer release()
	before, err := d.copies()
	if err != nil {
		return nil, err
	}
	h := &Hecho{Copia: &Copia{
		Version: version, Hecha: now.UTC().Truncate(time.Second), Archivo: map[string]File{}, EnS3: app.Settings().S3.Enabled,
	}}
	w := &writer{destino: d, data: app.DataDir(), h: h, known: map[string]File{}, tell: tell}
	if len(before) > 0 {
		w.known = before[0].Archivo
		if !before[0].Hecha.Before(h.Hecha) {
			return nil, errors.New("la última copia es de esta hora o de una posterior; revise la hora de la computadora")
		}
	}
	snapshot, err := w.snapshot(app)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 && before[0].Oficina != "" && h.Oficina != before[0].Oficina {
		return nil, errors.Join(fmt.Errorf("%s guarda las copias de otra entidad; use otra carpeta", dest), os.Remove(snapshot))
	}
	last, err := lastEntry(app)
	if err != nil {
		return nil, err
	}
	if err := w.files(ctx, last); err != nil {
		return nil, err
	}
	if h.Fallas, err = w.missing(snapshot); err != nil {
		return nil, err
	}
	if h.Base, err = d.adopt(snapshot); err != nil {
		return nil, err
	}
	return h, d.write(h.Copia)
}

// open takes a destination for one program alone. It may not lie inside the data folder.
func open(data, dest string) (d destino, release func(), err error) {
	if err = os.MkdirAll(dest, 0o700); err == nil {
		dest, err = place(dest)
	}
	if err == nil {
		data, err = place(data)
	}
	if rel, relErr := filepath.Rel(data, dest); err == nil && relErr == nil && filepath.IsLocal(rel) {
		err = errors.New("el destino de la copia está dentro de la carpeta de datos; elija otro disco")
	}
	if err != nil {
		return d, nil, err
	}
	held, err := disco.Hold(filepath.Join(dest, ".en-uso"))
	if errors.Is(err, disco.ErrHeld) {
		err = fmt.Errorf("otra copia está en marcha en %s", dest)
	}
	if err != nil {
		return d, nil, err
	}
	d = destino{dest}
	d.sweep()
	return d, func() { _ = held.Release() }, nil
}

// place is where a folder really lies, its links followed.
func place(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// sweep removes what a copy that was killed left half written.
func (d destino) sweep() {
	for _, pattern := range []string{".base-*", "objetos/.nuevo-*"} {
		left, _ := filepath.Glob(filepath.Join(d.dir, filepath.FromSlash(pattern))) // the pattern is well formed
		for _, path := range left {
			_ = os.Remove(path) // the next copy tries again
		}
	}
}

// writer makes one copy.
type writer struct {
	destino
	data  string
	h     *Hecho
	known map[string]File // of the copy before
	tell  registro.Progress
}

// snapshot writes the base, as it is at one instant, into the destination. SQLite does it in
// a transaction that only reads, so filings go on.
func (w *writer) snapshot(app core.App) (path string, err error) {
	w.tell("base de datos", 0, 1)
	path = filepath.Join(w.dir, ".base-"+w.h.Nombre()+".db")
	if _, err := app.ConcurrentDB().NewQuery("VACUUM INTO {:path}").Bind(dbx.Params{"path": path}).Execute(); err != nil {
		return "", errors.Join(fmt.Errorf("no se pudo copiar la base de datos a %s: %w", w.dir, err), ignoreAbsent(os.Remove(path)))
	}
	db, err := openBase(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	if w.h.Oficina, err = officeOf(db); err == nil {
		w.h.Numeros, err = numbersOf(db)
	}
	w.tell("base de datos", 1, 1)
	return path, err
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// folders belong to an office beside its base and its book: the papers, the signed receipts,
// and the papers that no record names.
var folders = []string{core.LocalStorageDirName, registro.SignedFolder, servidor.Quarantine}

// files copies what is new below the folders that belong to an office.
func (w *writer) files(ctx context.Context, last entry) error {
	var paths []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(w.data, folder), func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				paths = append(paths, path)
			}
			return ignoreAbsent(err)
		})
		if err != nil {
			return err
		}
	}
	shelves, err := shelvesOf(w.data, last)
	if err != nil {
		return err
	}
	total := int64(len(paths) + len(shelves))
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.file(path); err != nil {
			return err
		}
		w.tell("archivos", int64(i+1), total)
	}
	for i, s := range shelves {
		if err := w.shelf(s); err != nil {
			return err
		}
		w.tell("archivos", int64(len(paths)+i+1), total)
	}
	return nil
}

// file copies a file that the copy before did not have as it is. A draft's may go meanwhile.
func (w *writer) file(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return ignoreAbsent(err)
	}
	key, err := w.key(path)
	if err != nil {
		return err
	}
	if was, ok := w.known[key]; ok && was.Bytes == info.Size() && was.Cambio == info.ModTime().UnixNano() && w.has(was.Objeto) {
		w.h.Archivo[key] = was
		return nil
	}
	in, err := os.Open(path)
	if err != nil {
		return ignoreAbsent(err)
	}
	o, err := w.store(in)
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	w.h.Archivo[key] = File{Objeto: o, Cambio: info.ModTime().UnixNano()}
	w.h.Nuevos++
	return nil
}

// key is the path of a file below the data folder, with forward slashes. The folder may have
// been told in any way, such as ./datos/.
func (w *writer) key(path string) (string, error) {
	rel, err := filepath.Rel(w.data, path)
	return filepath.ToSlash(rel), err
}

// missing names the papers of filings that the disk of the office lacks, or holds changed. Those
// that the copy before has as they were received stay in the copies.
func (w *writer) missing(snapshot string) (list []string, err error) {
	if w.h.EnS3 {
		return nil, nil
	}
	db, err := openBase(snapshot)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	lost, err := faults(db, w.h.Archivo)
	for _, p := range lost {
		if was, ok := w.known[p.path]; ok && was.SHA256 == p.sum && w.has(was.Objeto) {
			w.h.Archivo[p.path] = was
			p.fault += " (en el disco de la entidad; la copia conserva el que se recibió)"
		}
		list = append(list, p.fault)
	}
	return list, err
}
