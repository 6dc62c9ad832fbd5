package cargas

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// upload is what the folder knows of one.
type upload struct {
	Meta   Meta
	Size   int64
	Offset int64
	Done   bool // handed over; only its mark is left
}

// Folder is where unfinished uploads wait in a data folder.
func Folder(dataDir string) string { return filepath.Join(dataDir, "cargas") }

func (s *Store) path(id string) string { return filepath.Join(s.dir, id) }

// valid keeps what comes in an address inside the folder.
func valid(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// read finds an upload, whole ones included.
func (s *Store) read(id string) (upload, bool) {
	if !valid(id) {
		return upload{}, false
	}
	u, ok := s.describe(id, ".info")
	if stat, err := os.Stat(s.path(id)); ok && err == nil {
		u.Offset = stat.Size()
		return u, true
	}
	// The mark is looked for last: it may have been made this very moment.
	u, ok = s.describe(id, ".done")
	u.Offset, u.Done = u.Size, true
	return u, ok
}

func (s *Store) describe(id, kind string) (upload, bool) {
	data, err := os.ReadFile(s.path(id) + kind)
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
// its description becomes the mark.
func (s *Store) mark(id string) error {
	err := os.Rename(s.path(id)+".info", s.path(id)+".done")
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a purge was quicker; the file is stored all the same
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
