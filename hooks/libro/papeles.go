package libro

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

func (d Documento) papel() mesa.Papel { return mesa.Papel{Clave: d.Clave} }

// papeles looks for the files that entries name.
type papeles struct {
	app     core.App
	looked  map[string]bool
	missing map[string][]string // what is wrong, by filing
	gone    map[string]bool     // filings that a missing entry eliminates: their papers are not looked for
}

// find proves that storage holds the files of an entry as they came. A file that it
// lacks is taken from what a restore replaced or from the quarantine, unless it is
// only asked what would be done.
func (p *papeles) find(a *asiento, simular bool) error {
	for _, doc := range a.p.Documentos {
		if p.looked[doc.Clave] || a.Borrado != nil || p.gone[a.p.Solicitud] && doc.Clase != claseResolucion {
			continue
		}
		p.looked[doc.Clave] = true
		whole, err := p.whole(doc)
		if err != nil {
			return err
		}
		if !whole {
			if err := p.restoreOrNote(a.p.Solicitud, doc, simular); err != nil {
				return err
			}
		}
	}
	return nil
}

// findKept brings back what storage lacks of the filings that the base has: a restore
// may have swapped the files for those of an older copy.
func (p *papeles) findKept(simular bool) error {
	if p.app.Settings().S3.Enabled {
		return nil
	}
	c, err := p.app.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return err
	}
	var kept []struct{ ID, Archivo, Clase, Sha256, Solicitud string }
	err = p.app.DB().Select("id", "archivo", "clase", "sha256", "solicitud").From(c.Name).
		Where(dbx.NewExp("solicitud != '' AND archivo != ''")).All(&kept)
	for _, k := range kept {
		if err != nil {
			return err
		}
		key := path.Join(c.BaseFilesPath(), k.ID, k.Archivo)
		if p.looked[key] || p.gone[k.Solicitud] {
			continue
		}
		if _, err = (mesa.Papel{Clave: key}).Path(p.app); !errors.Is(err, filesystem.ErrNotFound) {
			continue // an error ends the loop
		}
		err = p.restoreOrNote(k.Solicitud, Documento{Clave: key, Clase: k.Clase, SHA256: k.Sha256}, simular)
	}
	return err
}

// restoreOrNote brings back a file that storage lacks, and notes one that is nowhere.
func (p *papeles) restoreOrNote(solicitud string, doc Documento, simular bool) error {
	found, err := p.restoreSpare(doc, simular)
	if err == nil && !found {
		p.missing[solicitud] = append(p.missing[solicitud], fmt.Sprintf("%s (%s)", doc.Clase, doc.Clave))
	}
	return err
}

// whole tells whether storage holds a file with its hash.
func (p *papeles) whole(doc Documento) (bool, error) {
	r, err := doc.papel().Open(context.Background(), p.app)
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
	_, err := io.Copy(sum, r)
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == doc.SHA256, err
}

// restoreSpare brings a file back from where it was put aside.
func (p *papeles) restoreSpare(doc Documento, simular bool) (bool, error) {
	if p.app.Settings().S3.Enabled {
		return false, nil
	}
	to, err := doc.papel().Path(p.app)
	if errors.Is(err, filesystem.ErrNotFound) {
		to, err = doc.papel().Hot(p.app.DataDir())[0], nil
	}
	if err != nil {
		return false, err
	}
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
		if simular {
			return true, nil
		}
		if isFile(to) { // with another hash: it is kept beside
			if err := os.Rename(to, to+".distinto"); err != nil {
				return false, err
			}
		}
		return true, bringBack(from, to)
	}
	return false, nil
}
