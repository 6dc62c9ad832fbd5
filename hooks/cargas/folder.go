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
	Meta   Meta  `json:"meta"`
	Size   int64 `json:"size"`
	Offset int64 `json:"-"`
	Done   bool  `json:"-"` // handed over; only its mark is left
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
	if data, err := os.ReadFile(s.path(id) + ".done"); err == nil {
		var u upload
		if json.Unmarshal(data, &u) == nil {
			u.Offset, u.Done = u.Size, true
			return u, true
		}
	}
	data, err := os.ReadFile(s.path(id) + ".info")
	if err != nil {
		return upload{}, false
	}
	var info struct {
		Size     int64
		MetaData Meta
	}
	stat, statErr := os.Stat(s.path(id))
	if json.Unmarshal(data, &info) != nil || statErr != nil {
		return upload{}, false
	}
	return upload{Meta: info.MetaData, Size: info.Size, Offset: stat.Size()}, true
}

// mark notes that an upload was handed over, for a browser that lost the answer.
func (s *Store) mark(id string, size int64) error {
	u, ok := s.read(id)
	if !ok {
		return fs.ErrNotExist
	}
	u.Size = size
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return os.WriteFile(s.path(id)+".done", data, 0o600)
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
