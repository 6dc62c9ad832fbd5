package respaldo

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
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

// Make copies an office, which may go on working, to a place. Nothing is written on the disk of
// the data unless the place lies there, or is a bucket or sealed: then the base passes through
// the folder of temporary files. What was copied before stays whole whenever it fails.
func Make(ctx context.Context, app core.App, l Lugar, now time.Time, tell registro.Progress) (*Hecho, error) {
	d, release, err := open(ctx, app.DataDir(), l)
	if err != nil {
		return nil, err
	}
	defer release()
	h := &Hecho{Copia: &Copia{
		Version: version, Hecha: now.UTC().Truncate(time.Second), Archivo: map[string]File{}, EnS3: app.Settings().S3.Enabled,
	}}
	w := &writer{destino: d, lugar: l, data: app.DataDir(), h: h, known: map[string]File{}, sums: map[string]Objeto{}, tell: tell}
	before, err := w.begin(ctx)
	if err != nil {
		return nil, err
	}
	if err := w.room(ctx, app); err != nil {
		return nil, err
	}
	snapshot, err := w.snapshot(app)
	if err != nil {
		return nil, err
	}
	defer os.Remove(snapshot) // which is gone when all went well
	if before != nil && before.Oficina != "" && h.Oficina != before.Oficina {
		return nil, fmt.Errorf("%s guarda las copias de otra entidad; use otra carpeta", l.Donde)
	}
	if err := w.papers(ctx, app, snapshot); err != nil {
		return nil, err
	}
	if h.Base, err = w.adopt(ctx, snapshot); err != nil {
		return nil, err
	}
	return h, w.end(ctx)
}

// begin reads what the place holds. before is its newest copy, nil for none.
func (w *writer) begin(ctx context.Context) (before *Copia, err error) {
	all, broken, err := w.copies(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		w.h.Fallas = append(w.h.Fallas, broken[name].Error())
	}
	if w.here, err = w.list(ctx, objects); err != nil || len(all) == 0 {
		return nil, err
	}
	for _, c := range all {
		w.h.Antes = append(w.h.Antes, c.Nombre())
	}
	before = all[0]
	if before.Hecha.Equal(w.h.Hecha) {
		w.h.Hecha = w.h.Hecha.Add(time.Second) // the name of a copy tells seconds, and two may be made within one
	}
	if !before.Hecha.Before(w.h.Hecha) {
		return nil, errors.New("la última copia es de esta hora o de una posterior; revise la hora de la computadora")
	}
	if before.Sellada() && len(w.to) == 0 {
		return nil, fmt.Errorf("las copias de %s están cifradas y falta MESA_COPIA_CLAVE_PUBLICA; para copias sin cifrar use otro lugar", w.dir)
	}
	had := before
	if len(w.to) > 0 {
		had = w.sealedBefore(ctx, w.data, w.lugar.Clave)
	}
	if had == nil {
		return before, nil
	}
	w.known = had.Archivo
	for _, f := range had.Archivo {
		w.sums[f.SHA256] = f.Objeto
	}
	return before, nil
}

// papers copies the files of the office, or where they are on S3 notes what they are.
func (w *writer) papers(ctx context.Context, app core.App, snapshot string) error {
	db, err := openBase(snapshot)
	if err != nil {
		return err
	}
	defer db.Close()
	if w.h.EnS3 {
		return w.remote(ctx, app, db)
	}
	last, err := lastEntry(app)
	if err != nil {
		return err
	}
	if err := w.files(ctx, last); err != nil {
		return err
	}
	return w.missing(ctx, db)
}

// end writes what makes the copy one.
func (w *writer) end(ctx context.Context) error {
	if len(w.to) == 0 {
		return w.put(ctx, w.h.Copia)
	}
	text, err := json.Marshal(w.h.Copia)
	if err != nil {
		return err
	}
	index, err := w.store(ctx, bytes.NewReader(text))
	if err != nil {
		return err
	}
	outside := &Copia{
		Version: version, Oficina: w.h.Oficina, Hecha: w.h.Hecha, EnS3: w.h.EnS3, Antes: w.h.Antes, Indice: &index, Guarda: w.h.needs(),
	}
	outside.Guarda[index.kept().SHA256] = index.kept().Bytes
	if err := w.put(ctx, outside); err != nil {
		return err
	}
	return w.remember(ctx, w.data, w.lugar.Clave, w.h.Copia)
}

// writer makes one copy.
type writer struct {
	*destino
	lugar Lugar
	data  string
	h     *Hecho
	known map[string]File   // of the copy before
	sums  map[string]Objeto // the same, by what they hold
	here  map[string]stored // what the place lists
	tell  registro.Progress
}

// snapshot writes the base, as it is at one instant, into the destination. SQLite does it in
// a transaction that only reads, so filings go on.
func (w *writer) snapshot(app core.App) (path string, err error) {
	w.tell("base de datos", 0, 1)
	folder := w.staging()
	if folder == "" || len(w.to) > 0 {
		if folder, err = w.apart(w.data, w.lugar); err != nil {
			return "", err
		}
	}
	path = filepath.Join(folder, ".base-"+w.h.Nombre()+".db")
	if _, err := app.ConcurrentDB().NewQuery("VACUUM INTO {:path}").Bind(dbx.Params{"path": path}).Execute(); err != nil {
		return "", errors.Join(fmt.Errorf("no se pudo copiar la base de datos a %s: %w", folder, err), ignoreAbsent(os.Remove(path)))
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

// folders belong to an office beside its base and its book: the papers, the signed receipts,
// and the papers that no record names.
var folders = []string{core.LocalStorageDirName, registro.SignedFolder, servidor.Quarantine}

// found are the files below the folders that belong to an office.
func (w *writer) found() (paths []string, err error) {
	for _, folder := range folders {
		err := mesa.EachFile(filepath.Join(w.data, folder), func(path string, _ fs.DirEntry) error {
			paths = append(paths, path)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// files copies what is new below the folders that belong to an office.
func (w *writer) files(ctx context.Context, last entry) error {
	paths, err := w.found()
	if err != nil {
		return err
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
		if err := w.file(ctx, path); err != nil {
			return err
		}
		w.tell("archivos", int64(i+1), total)
	}
	for i, s := range shelves {
		if err := w.shelf(ctx, s); err != nil {
			return err
		}
		w.tell("archivos", int64(len(paths)+i+1), total)
	}
	return nil
}

// file copies a file that the copy before did not have as it is. A draft's may go meanwhile, and
// a filed one to its shelf.
func (w *writer) file(ctx context.Context, path string) error {
	there, err := w.fileAt(ctx, path)
	if moved := w.shelfOf(path); err == nil && !there && moved != path {
		_, err = w.fileAt(ctx, moved)
	}
	return err
}

func (w *writer) fileAt(ctx context.Context, path string) (there bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, ignoreAbsent(err)
	}
	key, was, err := w.before(ctx, path, info)
	if err != nil {
		return true, err
	}
	if was != nil {
		w.h.Archivo[key] = *was
		return true, nil
	}
	in, err := os.Open(path)
	if err != nil {
		return false, ignoreAbsent(err)
	}
	o, err := w.store(ctx, in)
	if err := errors.Join(err, in.Close()); err != nil {
		return true, err
	}
	w.h.Archivo[key] = File{Objeto: o, Cambio: info.ModTime().UnixNano()}
	w.h.Nuevos++
	return true, nil
}

// before is a file as the copy before has it, nil when it changed or is new.
func (w *writer) before(ctx context.Context, path string, info os.FileInfo) (key string, was *File, err error) {
	key, err = w.key(path)
	f, ok := w.known[key]
	if err != nil || !ok || f.Bytes != info.Size() || f.Cambio != info.ModTime().UnixNano() || !w.has(ctx, f.Objeto) {
		return key, nil, err
	}
	return key, &f, nil
}

// inStorage begins the keys of stored files.
const inStorage = core.LocalStorageDirName + "/"

// key is the path of a file below the data folder, with forward slashes, as PocketBase wrote it:
// a file that went to its shelf is no new one. The folder may have been told in any way, such as
// ./datos/.
func (w *writer) key(path string) (string, error) {
	rel, err := filepath.Rel(w.data, path)
	key := filepath.ToSlash(rel)
	if stored, ok := strings.CutPrefix(key, inStorage); ok {
		key = inStorage + mesa.OffShelf(stored)
	}
	return key, err
}

// shelfOf is where a stored file lies once it went to its shelf; any other stays where it is.
func (w *writer) shelfOf(path string) string {
	key, err := w.key(path)
	stored, ok := strings.CutPrefix(key, inStorage)
	if err != nil || !ok {
		return path
	}
	return mesa.Papel{Clave: stored}.Hot(w.data)[1]
}

// missing names the papers of filings that the disk of the office lacks, or holds changed. Those
// that the copy before has as they were received stay in the copies.
func (w *writer) missing(ctx context.Context, db *sql.DB) error {
	lost, err := faults(db, w.h.Archivo)
	for _, p := range lost {
		if was, ok := w.known[p.path]; ok && was.SHA256 == p.sum && w.has(ctx, was.Objeto) {
			w.h.Archivo[p.path] = was
			p.fault += " (en el disco de la entidad; la copia conserva el que se recibió)"
		}
		w.h.Fallas = append(w.h.Fallas, p.fault)
	}
	return err
}
