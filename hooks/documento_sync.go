package hooks

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
)

// syncFiles brings a record's files to stable storage: PocketBase writes them
// without fsync, so a power cut could take a file whose number was already
// promised. Remote storage acknowledges only what it keeps.
func syncFiles(app core.App, r *core.Record) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	dir := filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(r.BaseFilesPath()))
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	paths := []string{dir, filepath.Dir(dir), filepath.Dir(filepath.Dir(dir))}
	for _, entry := range entries {
		paths = append(paths, filepath.Join(dir, entry.Name()))
	}
	for _, p := range paths {
		if err := syncPath(p); err != nil {
			return err
		}
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
