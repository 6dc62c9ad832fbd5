package cargas

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// FormPrefix begins the name of a file that arrives by a plain form, without tus.
const FormPrefix = "form-"

// NewFormFile makes such files in the folder of uploads of a data folder. PocketBase's
// own temporary folder serves not: every command empties that one, also beside a
// running server.
func NewFormFile(dataDir string) func() (*os.File, error) {
	return func() (*os.File, error) {
		dir := Folder(dataDir)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
		return os.CreateTemp(dir, FormPrefix+"*")
	}
}

// onItsWay tells whether a plain form may still be writing this file.
func onItsWay(entry fs.DirEntry) bool {
	info, err := entry.Info()
	return err == nil && strings.HasPrefix(entry.Name(), FormPrefix) && time.Since(info.ModTime()) < time.Hour
}

// Purge removes from a folder every upload and every mark whose metadata keep
// rejects, uploads that were announced and never sent, and the files without a
// description that a crash left. Files of plain forms stay for an hour. A folder that
// doesn't exist is no error.
func Purge(dir string, keep func(Meta) bool) error {
	s := Store{dir: dir}
	return errors.Join(s.purge(dir, keep), s.purge(filepath.Join(dir, marks), keep))
}

func (s *Store) purge(dir string, keep func(Meta) bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		id, _, _ := strings.Cut(entry.Name(), ".")
		if u, ok := s.read(id); ok && keep(u.Meta) && !u.forgotten() || onItsWay(entry) || entry.IsDir() {
			continue
		}
		if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
