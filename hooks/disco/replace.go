package disco

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace writes a file whole, down to the disk, in place of the one that stood there: a crash
// leaves the old one or the new one. What was under way stands beside it under the name and
// ".nuevo", which the next call writes over; two calls for one path must not run at once.
func Replace(path string, data []byte, mode fs.FileMode) error {
	beside := path + ".nuevo"
	f, err := os.OpenFile(beside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	return Sync(filepath.Dir(path))
}
