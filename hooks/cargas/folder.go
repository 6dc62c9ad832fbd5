package cargas

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// upload is one upload as the folder describes it.
type upload struct {
	ID      string
	Meta    Meta
	Size    int64     // bytes announced
	Offset  int64     // bytes there are
	Touched time.Time // when the last of them arrived, or when it was announced
	Done    bool      // handed over; only its mark is left
}

// Folder is where unfinished uploads wait in a data folder.
func Folder(dataDir string) string { return filepath.Join(dataDir, "cargas") }

// marks is a folder of its own below it: limits list the uploads under way, and would
// read through the marks of a whole day otherwise. No id begins with a point.
const marks = ".entregadas"

func (s *Store) path(id string) string { return filepath.Join(s.dir, id) }

// markOf is the file that says, below dir, that an upload was handed over.
func markOf(dir, id string) string { return filepath.Join(dir, marks, id+".done") }

// valid tells whether an id from an address can name no file outside the folder.
func valid(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// read describes an upload, also one that was handed over.
func (s *Store) read(id string) (upload, bool) {
	if !valid(id) {
		return upload{}, false
	}
	u, ok := describe(s.path(id) + ".info")
	if stat, err := os.Stat(s.path(id)); ok && err == nil {
		u.ID, u.Offset, u.Touched = id, stat.Size(), stat.ModTime()
		return u, true
	}
	// The mark is looked for last, because mark may rename the description meanwhile.
	u, ok = describe(markOf(s.dir, id))
	u.ID, u.Offset, u.Done = id, u.Size, true
	return u, ok
}

func describe(name string) (upload, bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		return upload{}, false
	}
	var info struct {
		Size     int64
		MetaData Meta
	}
	if json.Unmarshal(data, &info) != nil {
		return upload{}, false
	}
	return upload{Meta: info.MetaData, Size: info.Size}, true
}

// mark notes that an upload was handed over, for a browser that lost the answer:
// the upload's description (.info) becomes its mark (.done).
func (s *Store) mark(id string) error {
	err := os.Rename(s.path(id)+".info", markOf(s.dir, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // Purge removed the description first; the file is stored all the same
	}
	return err
}

func (s *Store) remove(id string) error {
	var errs []error
	for _, name := range []string{s.path(id), s.path(id) + ".info"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
