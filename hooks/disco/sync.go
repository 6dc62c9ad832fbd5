package disco

import (
	"errors"
	"os"
)

// Sync brings a file, or the names in a folder, to stable storage. Windows flushes
// a file only through a handle that may write (FlushFileBuffers).
func Sync(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return syncFolder(path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
