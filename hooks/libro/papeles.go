package libro

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// papeles looks for the files that entries name.
type papeles struct {
	app     core.App
	fsys    *filesystem.System
	looked  map[string]bool
	missing map[string][]string // what is wrong, by filing
}

// find proves that storage holds the files of an entry as they came. A file that it
// lacks is taken from what a restore replaced or from the quarantine, unless it is
// only asked what would be done.
func (p *papeles) find(a *asiento, only bool) error {
	for _, doc := range a.p.Documentos {
		if p.looked[doc.Clave] {
			continue
		}
		p.looked[doc.Clave] = true
		whole, err := p.whole(doc)
		if err != nil {
			return err
		}
		if !whole {
			if whole, err = p.spare(doc, only); err != nil {
				return err
			}
		}
		if !whole {
			p.missing[a.p.Solicitud] = append(p.missing[a.p.Solicitud], fmt.Sprintf("%s (%s)", doc.Clase, doc.Clave))
		}
	}
	return nil
}

// whole tells whether storage holds a file with its hash.
func (p *papeles) whole(doc Documento) (bool, error) {
	r, err := p.fsys.GetReader(doc.Clave)
	if errors.Is(err, filesystem.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer r.Close()
	return same(r, doc)
}

func same(r io.Reader, doc Documento) (bool, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	return err == nil && n == doc.Bytes && hex.EncodeToString(sum.Sum(nil)) == doc.SHA256, err
}

// spare brings a file back from where it was put aside.
func (p *papeles) spare(doc Documento, only bool) (bool, error) {
	if p.app.Settings().S3.Enabled {
		return false, nil
	}
	to := filepath.Join(p.app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(doc.Clave))
	for _, from := range spares(p.app.DataDir(), doc.Clave) {
		f, err := os.Open(from)
		if err != nil {
			continue
		}
		whole, _ := same(f, doc)
		_ = f.Close()
		if !whole {
			continue
		}
		if only {
			return true, nil
		}
		if isFile(to) { // not as it came: keep what it became
			if err := os.Rename(to, to+".distinto"); err != nil {
				return false, err
			}
		}
		return true, bringBack(from, to)
	}
	return false, nil
}
