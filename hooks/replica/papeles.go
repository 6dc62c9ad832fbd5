package replica

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// under is where the destination keeps files of the data folder, by their path below it.
const under = "carpeta/"

// papeles copies the files of a data folder to the destination.
type papeles struct {
	almacen
	dir string

	mu     sync.Mutex
	wait   map[string]bool // files that came since, by their path below the folder
	gone   map[string]bool // files whose record was deleted
	sent   map[string]bool // files copied by this process: a file never changes under its name
	seeded bool            // all that was there at the start is at the destination
	wake   chan struct{}
}

func newPapeles(a almacen, dir string) *papeles {
	return &papeles{
		almacen: a, dir: dir, wait: map[string]bool{}, gone: map[string]bool{}, sent: map[string]bool{}, wake: make(chan struct{}, 1),
	}
}

// mostSent bounds what is remembered; beyond it some files are copied twice.
const mostSent = 100_000

// filesOf are the files of a record, by their path below the data folder. SUNAT's registry is
// imported on each machine.
func filesOf(r *core.Record) (list []string) {
	if r.Collection().Name == mesa.ColPadronCargas {
		return nil
	}
	for _, f := range r.Collection().Fields {
		if f.Type() != core.FieldTypeFile {
			continue
		}
		for _, name := range r.GetStringSlice(f.GetName()) {
			list = append(list, core.LocalStorageDirName+"/"+r.BaseFilesPath()+"/"+name)
		}
	}
	return list
}

// came notes the files of a record, to be copied soon.
func (p *papeles) came(r *core.Record) { p.note(p.wait, p.sent, r) }

// went notes the files of a record that was deleted.
func (p *papeles) went(r *core.Record) { p.note(p.gone, nil, r) }

// note adds the files of a record to a set, but those of another one.
func (p *papeles) note(set, but map[string]bool, r *core.Record) {
	files := filesOf(r)
	if len(files) == 0 {
		return
	}
	p.mu.Lock()
	for _, f := range files {
		if !but[f] {
			set[f] = true
		}
	}
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// work copies what came until the context ends. What fails stays noted and is tried again at
// the next wake or round.
func (p *papeles) work(ctx context.Context) error {
	p.mu.Lock()
	var wait, gone []string
	for f := range p.wait {
		wait = append(wait, f)
	}
	for f := range p.gone {
		gone = append(gone, f)
	}
	p.mu.Unlock()
	for _, f := range wait {
		if err := p.bring(ctx, f); err != nil {
			return err
		}
	}
	for _, f := range gone {
		for _, ext := range []string{".attrs", ""} {
			if err := p.remove(ctx, under+f+ext); err != nil {
				return err
			}
		}
		p.mu.Lock()
		delete(p.gone, f)
		p.mu.Unlock()
	}
	return nil
}

// bring copies a file that came.
func (p *papeles) bring(ctx context.Context, rel string) error {
	for _, ext := range []string{".attrs", ""} { // the paper last: it is what is looked for
		if err := p.copy(ctx, rel+ext); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.wait, rel)
	if len(p.sent) >= mostSent {
		clear(p.sent)
	}
	p.sent[rel] = true
	return nil
}

// keyed is the path of a file below the data folder as PocketBase wrote it: the destination names
// a stored file so for good, whether it went to its shelf or not.
func keyed(rel string) string {
	if stored, ok := strings.CutPrefix(rel, core.LocalStorageDirName+"/"); ok {
		return core.LocalStorageDirName + "/" + mesa.OffShelf(stored)
	}
	return rel
}

// placesOf are the paths in a data folder where a file may lie, in the order to ask.
func placesOf(dir, rel string) []string {
	if stored, ok := strings.CutPrefix(rel, core.LocalStorageDirName+"/"); ok {
		return mesa.Papel{Clave: stored}.Hot(dir)
	}
	return []string{filepath.Join(dir, filepath.FromSlash(rel))}
}

func openAt(dir, rel string) (f *os.File, err error) {
	for _, path := range placesOf(dir, rel) {
		if f, err = os.Open(path); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return f, err
}

// copy copies a file of the data folder; one that went meanwhile needs no copy.
func (p *papeles) copy(ctx context.Context, rel string) error {
	f, err := openAt(p.dir, rel)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return p.put(ctx, under+rel, f, info.Size())
}

// ensure has a paper of an act at the destination before its entry.
func (p *papeles) ensure(ctx context.Context, rel string) error {
	p.mu.Lock()
	waits, seeded := p.wait[rel], p.seeded
	p.mu.Unlock()
	if !waits && !seeded {
		r, err := p.get(ctx, under+rel, 0, 1)
		if err == nil {
			return r.Close()
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		waits = true
	}
	if waits {
		return p.bring(ctx, rel)
	}
	return nil
}

// entry copies an entry of the book, after the papers that it names. The place may hold what an
// old primary wrote while this machine was promoted: then ours stands. Both tell by the next
// epoch whose turn it is.
func (p *papeles) entry(ctx context.Context, rel string, ours func(context.Context) error) error {
	data, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(rel)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a crash left no file; its place stays free
	}
	if err != nil {
		return err
	}
	for _, d := range documentsOf(data) {
		if err := p.ensure(ctx, core.LocalStorageDirName+"/"+d.Clave); err != nil {
			return err
		}
	}
	err = p.create(ctx, under+rel, data)
	if !errors.Is(err, errTaken) {
		return err
	}
	if there, err := readAll(ctx, p, under+rel); err != nil || bytes.Equal(there, data) {
		return err
	}
	if err := ours(ctx); err != nil {
		return err
	}
	return p.put(ctx, under+rel, bytes.NewReader(data), int64(len(data)))
}

// documentsOf are the papers that an entry names; none of a file that is no entry.
func documentsOf(data []byte) []libro.Documento {
	var a struct{ Publico libro.Publico }
	if json.Unmarshal(data, &a) != nil {
		return nil
	}
	return a.Publico.Documentos
}

// whole are the folders that belong to an office beside its base, as a copy takes them.
var whole = []string{core.LocalStorageDirName, registro.SignedFolder, servidor.Quarantine, libro.Folder}

// seed copies what the destination lacks of all files, as they are now, and of the book up to
// the last act that was committed.
func (p *papeles) seed(ctx context.Context, last libro.Posicion, ours func(context.Context) error) error {
	for _, folder := range whole {
		there, err := p.list(ctx, under+folder+"/")
		if err != nil {
			return err
		}
		known := make(map[string]int64, len(there))
		for _, o := range there {
			known[o.Key] = o.Bytes
		}
		err = mesa.EachFile(filepath.Join(p.dir, folder), func(path string, e fs.DirEntry) error {
			rel, err := filepath.Rel(p.dir, path)
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			return p.seedFile(ctx, keyed(filepath.ToSlash(rel)), e, known, last, ours)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seeded = true
	return nil
}

// seedFile copies a file that the destination lacks, or has with another size: an entry whose
// private part was erased.
func (p *papeles) seedFile(ctx context.Context, rel string, e fs.DirEntry, known map[string]int64, last libro.Posicion,
	ours func(context.Context) error,
) error {
	info, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) {
		if strings.HasPrefix(rel, core.LocalStorageDirName+"/") {
			return p.copy(ctx, rel) // it may have gone to its shelf
		}
		return nil
	}
	if err != nil {
		return err
	}
	if size, has := known[under+rel]; has && size == info.Size() {
		return nil
	}
	var epoca, shelf, n int
	if _, err := fmt.Sscanf(rel, libro.Folder+"/%d/%d/%d.json", &epoca, &shelf, &n); err == nil {
		if last.Before(libro.Posicion{Epoca: epoca, Asiento: n}) || filepath.Ext(rel) != ".json" {
			return nil
		}
		return p.entry(ctx, rel, ours)
	}
	if filepath.Dir(rel) == libro.Folder {
		return nil // the head, which each machine has its own of
	}
	return p.copy(ctx, rel)
}

func (p *papeles) isSeeded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seeded
}
