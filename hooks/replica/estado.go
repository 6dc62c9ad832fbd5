package replica

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"
)

// stateFile is what a data folder knows of its replica. No copy holds it, and a restore leaves
// it where it is.
const stateFile = "replica.json"

// Files are what the room keeps in the data folder.
func Files() []string { return []string{stateFile, workFolder} }

// estado is that file.
type estado struct {
	Nodo     string      `json:"nodo"`               // this folder, by a random name
	Epoca    int         `json:"epoca,omitempty"`    // the newest turn that it had; 0 for none
	Techo    map[int]int `json:"techo,omitempty"`    // the highest number that it may give, by year
	Reservas map[int]int `json:"reservas,omitempty"` // what others may have given before, by year
	Sigue    int         `json:"sigue,omitempty"`    // the epoch whose base a standby follows
	Promover bool        `json:"promover,omitempty"` // a promotion took the turn and has not brought everything
	Revisar  bool        `json:"revisar,omitempty"`  // it has, and the first start compares base and book
}

// readState reads the file, or makes the state of a folder that has none.
func readState(dir string) (*estado, error) {
	s := &estado{}
	data, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		s.Nodo = rand.Text()
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, s)
	}
	if err == nil && s.Nodo == "" {
		err = errors.New("está dañado")
	}
	if err != nil {
		return nil, errors.Join(errors.New("no se puede leer replica.json de la carpeta de datos"), err)
	}
	return s, nil
}

// write replaces the file; a crash leaves the old one or the new one.
func (s *estado) write(dir string) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return disco.Replace(filepath.Join(dir, stateFile), data, disco.PrivateFile)
}

// raise keeps the higher number of each year.
func raise(into, other map[int]int) map[int]int {
	out := maps.Clone(into)
	if out == nil {
		out = map[int]int{}
	}
	for year, n := range other {
		out[year] = max(out[year], n)
	}
	return out
}
