package registro

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// SignedFolder holds the receipts that were signed, in the data folder: their bytes can't
	// be made a second time.
	SignedFolder = "cargos"
	// waitingFolder in it holds an empty file for each receipt that left without its signature.
	waitingFolder = "pendientes"
	// afterFault is how long an authority that failed is left alone: each answer that it owes
	// would keep somebody waiting.
	afterFault = time.Minute
	// mostSigned is how many receipts one round signs.
	mostSigned = 100
)

func signedPath(app core.App, codigo string) string {
	return filepath.Join(app.DataDir(), SignedFolder, codigo[:2], codigo+".pdf")
}

func waitingPath(app core.App, codigo string) string {
	return filepath.Join(app.DataDir(), SignedFolder, waitingFolder, codigo)
}

// drawing is what a receipt is drawn from.
type drawing struct {
	key           *cargo.Llave
	bytes, prueba []byte
	base          string
}

// drawn gives the PDF of a leaf's receipt: signed when the office has a certificate. A time
// stamp that can't be had stops nobody: the receipt leaves with the seal alone, says so, and
// is signed later.
func (r *Room) drawn(app core.App, h *Hoja) ([]byte, error) {
	stored, err := os.ReadFile(signedPath(app, h.Codigo))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return stored, err
	}
	d, err := r.drawing(app, h)
	if err != nil {
		return nil, err
	}
	c, _ := r.certificate()
	if c == nil {
		return cargo.Draw(d.key, d.bytes, d.prueba, d.base, cargo.NoFirma)
	}
	signed, err := r.sign(app, c, d)
	if err == nil {
		return r.keepSigned(app, h.Codigo, signed)
	}
	app.Logger().Warn("a receipt leaves without its signature", "cargo", h.Codigo, "error", err)
	if err := writeFile(waitingPath(app, h.Codigo), nil); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return cargo.Draw(d.key, d.bytes, d.prueba, d.base, cargo.Pendiente)
}

func (r *Room) drawing(app core.App, h *Hoja) (d drawing, err error) {
	if d.key, err = r.key(app); err != nil {
		return d, err
	}
	d.bytes, d.base = h.Cargo, strings.TrimRight(r.URL(app), "/")
	if d.prueba, err = cargo.Prueba(d.key, h.N, nodes(app)); err != nil {
		return d, err
	}
	signs := cargo.Registro{Origen: d.key.Origen, Clave: d.key.Publica()}
	if found := cargo.VerifyCargo(h.Cargo, d.prueba, signs); found.Veredicto != cargo.Autentico {
		app.Logger().Error("the tree of the register was changed in the base", "cargo", h.Codigo)
		return d, ErrAltered
	}
	return d, nil
}

// errAuthority says that the authority failed a moment ago.
var errAuthority = errors.New("registro: the time stamping authority failed a moment ago")

// sign signs a receipt, with the stamp of the authority when one is set.
func (r *Room) sign(app core.App, c *certificate, d drawing) ([]byte, error) {
	s := pdf.Signature{Key: c.key, Chain: c.chain, At: r.Now()}
	if r.Firma.TSA != "" {
		if failed := r.failed.Load(); failed != 0 && time.Since(time.Unix(0, failed)) < afterFault {
			return nil, errAuthority
		}
		s.Stamp = func(sum []byte) ([]byte, error) {
			token, err := pdf.TimeStamp(r.Firma.TSA, sum)
			if err != nil {
				r.failed.Store(time.Now().UnixNano())
			} else {
				r.failed.Store(0)
			}
			return token, err
		}
	}
	return cargo.DrawSigned(d.key, d.bytes, d.prueba, d.base, s)
}

// keepSigned stores a receipt that was signed. Of two that were signed at once the first one
// stays, and is given to both who asked.
func (r *Room) keepSigned(app core.App, codigo string, signed []byte) ([]byte, error) {
	path := signedPath(app, codigo)
	beside := path + "." + cargo.NewCode()
	if err := writeFile(beside, signed); err != nil {
		return nil, err
	}
	r.signing.Lock()
	defer r.signing.Unlock()
	if stored, err := os.ReadFile(path); err == nil {
		return stored, os.Remove(beside)
	}
	return signed, errors.Join(os.Rename(beside, path), disco.Sync(filepath.Dir(path)))
}

// writeFile writes a file that is not there yet, with its folder, down to the disk.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// waiting lists the receipts that left without their signature.
func waiting(app core.App) ([]fs.DirEntry, error) {
	list, err := os.ReadDir(filepath.Dir(waitingPath(app, "XX")))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool { return cargo.CleanCode(e.Name()) != e.Name() }), err
}

// oldestUnsigned is when the oldest receipt left that still waits for its signature; zero
// when none waits.
func (r *Room) oldestUnsigned(app core.App) (oldest time.Time, err error) {
	list, err := waiting(app)
	for _, e := range list {
		if info, err := e.Info(); err == nil && (oldest.IsZero() || info.ModTime().Before(oldest)) {
			oldest = info.ModTime()
		}
	}
	return oldest, err
}

// SignWaiting signs receipts that left without their signature. It ends when the authority
// fails, because the next one would not be stamped either.
func (r *Room) SignWaiting(ctx context.Context, app core.App) error {
	list, err := waiting(app)
	c, _ := r.certificate()
	if err != nil || c == nil {
		return err
	}
	for _, e := range list[:min(len(list), mostSigned)] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.signOne(app, c, e.Name()); err != nil {
			app.Logger().Warn("a receipt still waits for its signature", "cargo", e.Name(), "error", err)
			if r.failed.Load() != 0 {
				return nil // SaludFirma tells of it
			}
		}
	}
	return nil
}

func (r *Room) signOne(app core.App, c *certificate, codigo string) error {
	h, err := r.ByCode(app, codigo)
	if err != nil {
		return err
	}
	if _, missing := os.Stat(signedPath(app, codigo)); h != nil && missing != nil {
		d, err := r.drawing(app, h)
		if err != nil {
			return err
		}
		signed, err := r.sign(app, c, d)
		if err != nil {
			return err
		}
		if _, err := r.keepSigned(app, codigo, signed); err != nil {
			return err
		}
	}
	return os.Remove(waitingPath(app, codigo))
}
