package libro

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

// Folder is the book's folder, in the data folder or in the bucket. It stands beside
// `storage`, not in it, because a restore swaps each folder of the data folder whole
// unless it is told to leave one alone.
const Folder = "libro"

// estante is where the entries stand. An entry, once written, is never written over.
type estante interface {
	// write stores entries and returns when none can be lost; errTaken when one of
	// the places has an entry already.
	write(entries []*asiento) error
	// read gives the file of an entry; fs.ErrNotExist when there is none.
	read(epoca, n int) ([]byte, error)
	// last is the highest place of an epoch that has a file, 0 when none; from is a
	// place that is known to be reached.
	last(epoca, from int) (int, error)
	// replace writes the file of an entry anew, without its private part.
	replace(a *asiento) error
}

var errTaken = errors.New("libro: the place of the entry is taken")

// shelf gives the book of the storage in use.
func shelf(app core.App) estante {
	if app.Settings().S3.Enabled {
		return cubo{app}
	}
	return carpeta{app.DataDir()}
}

// Key is where an entry stands below the data folder, with forward slashes, a thousand to a
// folder.
func Key(epoca, n int) string { return shelfOf(epoca, n) + fmt.Sprintf("%09d.json", n) }

func shelfOf(epoca, n int) string { return fmt.Sprintf("%s/%03d/%06d/", Folder, epoca, n/1000) }

// entry reads and proves an entry; fs.ErrNotExist when there is none.
func entry(s estante, epoca, n int) (*asiento, error) {
	data, err := s.read(epoca, n)
	if err != nil {
		return nil, err
	}
	a, err := readAsiento(data)
	if err == nil && (a.p.Epoca != epoca || a.p.Asiento != n) {
		err = errNotAnEntry
	}
	return a, err
}

// has tells whether an epoch was opened. The name of its first entry is enough.
func has(s estante, epoca int) (bool, error) {
	_, err := s.read(epoca, 1)
	if errors.Is(err, fs.ErrNotExist) {
		n, err := s.last(epoca, 0)
		return n > 0, err
	}
	return err == nil, err
}
