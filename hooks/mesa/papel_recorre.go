package mesa

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// EachFile walks the files below a folder such as `storage`. The folder of a record that goes to
// its shelf meanwhile is looked for there; what goes otherwise is left out.
func EachFile(root string, each func(path string, e fs.DirEntry) error) error {
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return eachMoved(root, path, each)
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		return each(path, e)
	})
}

func eachMoved(root, path string, each func(path string, e fs.DirEntry) error) error {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	moved := filepath.Join(root, filepath.FromSlash(OnShelf(filepath.ToSlash(rel))))
	return filepath.WalkDir(moved, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		return each(path, e)
	})
}
