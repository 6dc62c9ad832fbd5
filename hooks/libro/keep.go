package libro

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// replaced is the folder of the data folder that holds, by date, what restores
// replaced.
const replaced = "anterior"

// quarantine is the folder for files that no record names, by date and then as under
// `storage`.
const quarantine = "cuarentena"

// keepReplaced moves what a restore of the dashboard replaced out of the folder that
// PocketBase deletes when it starts: the files of filings made since the copy are in
// it, and nowhere else.
func keepReplaced(e *core.BootstrapEvent) error {
	dir := e.App.DataDir()
	old, err := filepath.Glob(filepath.Join(dir, core.LocalTempDirName, "old_pb_data_*"))
	if err != nil {
		return err
	}
	for _, from := range old {
		to := filepath.Join(dir, replaced, time.Now().UTC().Format("20060102-150405")+"-"+strings.TrimPrefix(filepath.Base(from), "old_pb_data_"))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return e.Next()
}

// spares are the folders that may hold a file which the storage lacks, the newest
// first. rel is the file's key under `storage`.
func spares(dir, rel string) (paths []string) {
	for _, root := range spareRoots(dir) {
		for _, key := range []string{mesa.OnShelf(rel), rel} {
			if path := filepath.Join(root, filepath.FromSlash(key)); isFile(path) {
				paths = append([]string{path}, paths...)
			}
		}
	}
	return paths
}

// spareRoots are the folders that hold what `storage` held.
func spareRoots(dir string) []string {
	kept, _ := filepath.Glob(filepath.Join(dir, replaced, "*", core.LocalStorageDirName))
	away, _ := filepath.Glob(filepath.Join(dir, quarantine, "*"))
	return append(kept, away...)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// bringBack puts a spare file where the storage wants it.
func bringBack(from, to string) error {
	if err := makeFolders(filepath.Dir(filepath.Dir(filepath.Dir(to))), filepath.Dir(to)); err != nil {
		return err
	}
	for _, ext := range []string{".attrs", ""} { // the file last: it is what is looked for
		err := os.Link(from+ext, to+ext)
		if errors.Is(err, fs.ErrExist) || ext != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
	}
	return disco.Sync(filepath.Dir(to))
}
