package registro

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/disco"
)

// KeyFile is the name of the file of the key, in the folder outside the data folder.
const KeyFile = "registro.clave"

// llavero is the file of the key: the secret seeds, the newest last, and a copy of what the
// base says of the registers that they signed.
type llavero struct {
	Semillas  [][]byte         `json:"semillas"`
	Registros []cargo.Registro `json:"registros"`
}

func (r *Room) keyPath() string { return filepath.Join(r.Resguardo, KeyFile) }

// readRing reads the file of the key; nil when there is none.
func (r *Room) readRing() (*llavero, error) {
	data, err := os.ReadFile(r.keyPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ring := &llavero{}
	if err := json.Unmarshal(data, ring); err != nil || len(ring.Semillas) == 0 {
		return nil, errors.New("no es un archivo de clave, o está dañado")
	}
	return ring, nil
}

// writeRing replaces the file of the key, so that a crash leaves the old one or the new one.
func (r *Room) writeRing(ring *llavero) error {
	data, err := json.MarshalIndent(ring, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.Resguardo, 0o700); err != nil {
		return err
	}
	return disco.Replace(r.keyPath(), data, disco.PrivateFile)
}

func newSeed() []byte {
	seed := make([]byte, 32)
	_, _ = rand.Read(seed) // never fails, says crypto/rand
	return seed
}

// keyOf is the key of a register, when one of the seeds is its.
func (l *llavero) keyOf(reg cargo.Registro) *cargo.Llave {
	for _, seed := range slices.Backward(l.Semillas) {
		if k, err := cargo.NewLlave(reg.Origen, seed); err == nil && k.Publica() == reg.Clave {
			return k
		}
	}
	return nil
}

// merge adds to a list of registers what another one knows more.
func merge(list, other []cargo.Registro) []cargo.Registro {
	list = slices.Clone(list)
	for _, o := range other {
		at := slices.IndexFunc(list, func(r cargo.Registro) bool { return r.Clave == o.Clave })
		if at < 0 {
			list = append(list, o)
			continue
		}
		if list[at].Hasta == 0 {
			list[at].Hasta = o.Hasta
		}
		if list[at].Quedan == nil {
			list[at].Quedan, list[at].Restaurado = o.Quedan, o.Restaurado
		}
	}
	slices.SortStableFunc(list, func(a, b cargo.Registro) int { return int(a.Desde - b.Desde) })
	return list
}
