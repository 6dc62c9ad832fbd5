package mesa

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
)

// LocalFile is the path of a record's file on this machine: where it is stored,
// or a copy of what remote storage has. done removes the copy.
func LocalFile(app core.App, r *core.Record, field string) (path string, done func(), err error) {
	key := r.BaseFilesPath() + "/" + r.GetString(field)
	if !app.Settings().S3.Enabled {
		return filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(key)), func() {}, nil
	}
	fsys, err := app.NewFilesystem()
	if err != nil {
		return "", nil, err
	}
	defer fsys.Close()
	remote, err := fsys.GetReader(key)
	if err != nil {
		return "", nil, err
	}
	defer remote.Close()
	dir := filepath.Join(app.DataDir(), core.LocalTempDirName) // in no backup, emptied by PocketBase
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	f, err := os.CreateTemp(dir, "copia-*")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.Remove(f.Name()) }
	if _, err := io.Copy(f, remote); err != nil {
		f.Close()
		done()
		return "", nil, err
	}
	return f.Name(), done, errors.Join(f.Close())
}
