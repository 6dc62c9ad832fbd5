package padron

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

var (
	// ErrNone: no registry was imported, which is no fault.
	ErrNone = errors.New("padron: no registry")
	// ErrDamaged: there is a file but it can't be read; another import mends it.
	ErrDamaged = errors.New("padron: damaged registry")
)

// Empresa is a taxpayer, natural persons with a business included. A value that
// SUNAT leaves out is "".
type Empresa struct {
	RUC         string // 11 digits
	RazonSocial string
	Estado      string // ACTIVO, BAJA DE OFICIO, …: free text
	Condicion   string // HABIDO, NO HABIDO, …: free text
	Ubigeo      string // 6 digits of INEI
}

// Carga describes the registry in use.
type Carga struct {
	Filas       int
	Malas       int // lines of SUNAT's file that could not be read
	ImportadaEn time.Time
}

// Registry looks taxpayers up in a data folder. It is safe for concurrent use,
// works while there is no file (ErrNone), and uses a new file as soon as an
// import, in this process or another, has renamed it into place.
type Registry struct {
	path string
	mu   sync.RWMutex // each look-up holds it for reading, so that no base closes meanwhile
	base *base
}

// base is one file found at the registry's path.
type base struct {
	info   os.FileInfo
	db     *sql.DB
	lookup *sql.Stmt
	carga  Carga
	err    error // why the file could not be opened; kept, so that it is tried only once
}

// Open gives the registry of a data folder. The first look-up opens the file.
func Open(dir string) *Registry { return &Registry{path: filepath.Join(dir, fileName)} }

// Lookup finds the taxpayer of a RUC of 11 digits. A number that the registry
// lacks gives found = false without an error, because SUNAT's file may be a month
// older than the RUC. Errors wrap ErrNone, ErrDamaged or that of ctx.
func (r *Registry) Lookup(ctx context.Context, ruc string) (e Empresa, found bool, err error) {
	number := digits([]byte(ruc), 11)
	if number < 0 {
		return Empresa{}, false, nil
	}
	err = r.with(func(b *base) error {
		ubigeo := 0
		err := b.lookup.QueryRowContext(ctx, number).Scan(&e.RazonSocial, &e.Estado, &e.Condicion, &ubigeo)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if e.RUC, found = ruc, true; ubigeo > 0 {
			e.Ubigeo = fmt.Sprintf("%06d", ubigeo)
		}
		return nil
	})
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return Empresa{}, false, err
	}
	return e, found, nil
}

// Carga describes the registry in use. Errors as in Lookup.
func (r *Registry) Carga(context.Context) (c Carga, err error) {
	err = r.with(func(b *base) error {
		c = b.carga
		return nil
	})
	return c, err
}

// Close closes the open file; a later look-up opens it again.
func (r *Registry) Close() { r.turnTo(nil) }

// with runs fn on the file that is at the registry's path now.
func (r *Registry) with(fn func(*base) error) error {
	info, err := os.Stat(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		r.Close()
		return ErrNone
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.mu.RLock()
	if !r.base.is(info) {
		r.mu.RUnlock()
		r.turnTo(info)
		r.mu.RLock()
	}
	defer r.mu.RUnlock()
	if r.base == nil { // another call closed it in between
		return ErrNone
	}
	if r.base.err != nil {
		return r.base.err
	}
	if err := fn(r.base); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// turnTo closes the open file once no look-up reads it, and opens the one that
// info describes, none when info is nil.
func (r *Registry) turnTo(info os.FileInfo) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if info != nil && r.base.is(info) {
		return // another look-up was first
	}
	if r.base != nil && r.base.db != nil {
		_ = r.base.db.Close()
	}
	if r.base = nil; info != nil {
		r.base = openRegistry(r.path, info)
	}
}

// is tells whether b was opened from the file that info describes.
func (b *base) is(info os.FileInfo) bool {
	return b != nil && os.SameFile(b.info, info) && b.info.ModTime().Equal(info.ModTime()) && b.info.Size() == info.Size()
}

// openRegistry opens a registry as immutable, which spares SQLite every lock:
// imports replace the file and never write in it.
func openRegistry(path string, info os.FileInfo) *base {
	b := &base{info: info}
	if b.err = b.open(path); b.err != nil {
		b.err = fmt.Errorf("%w: %w", ErrDamaged, b.err)
		if b.db != nil {
			_ = b.db.Close()
			b.db = nil
		}
	}
	return b
}

func (b *base) open(path string) (err error) {
	if b.db, err = openBase(path, "mode=ro", "immutable=1", "_pragma=query_only(1)"); err != nil {
		return err
	}
	b.db.SetMaxOpenConns(4)
	b.db.SetMaxIdleConns(4)
	var at int64
	if err = b.db.QueryRow("SELECT filas, malas, importada_en FROM carga").Scan(&b.carga.Filas, &b.carga.Malas, &at); err != nil {
		return err
	}
	b.carga.ImportadaEn = time.Unix(at, 0)
	b.lookup, err = b.db.Prepare("SELECT nombre, estado, condicion, ubigeo FROM padron JOIN situaciones ON id = situacion WHERE ruc = ?")
	return err
}
