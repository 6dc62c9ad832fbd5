package borrador

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"

	"github.com/pocketbase/pocketbase/core"
)

// syncBeforeInsert syncs the files of a record before its row is written, because
// PocketBase writes files without fsync: the base never names a file that a power cut
// could take.
func (r *Room) syncBeforeInsert(e *core.RecordEvent) error {
	if err := linkFile(e.App, e.Record); err != nil {
		return err
	}
	if err := syncFiles(e.App, e.Record); err != nil {
		return err
	}
	return r.takeSlot(e)
}

// syncFiles brings a record's files to stable storage. Remote storage
// acknowledges only what it keeps; a record without files has no folder.
func syncFiles(app core.App, record *core.Record) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	dir := filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(record.BaseFilesPath()))
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	paths := []string{dir, filepath.Dir(dir), filepath.Dir(filepath.Dir(dir))}
	for _, entry := range entries {
		paths = append(paths, filepath.Join(dir, entry.Name()))
	}
	for _, p := range paths {
		if err := disco.Sync(p); err != nil {
			return err
		}
	}
	return nil
}
