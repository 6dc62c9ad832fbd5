package servidor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// PurgeOrphans removes the folders of files that no record names: a program
// killed between writing a file and its record leaves one. Only what is older
// than this program counts, so nothing on its way in is touched. Remote storage
// has its own rules for leftovers.
func (r *Room) PurgeOrphans(app core.App) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	var errs []error
	for _, name := range []string{mesa.ColDocumentos, mesa.ColMovimientos} {
		errs = append(errs, r.purgeOrphansOf(app, name))
	}
	return errors.Join(errs...)
}

func (r *Room) purgeOrphansOf(app core.App, name string) error {
	c, err := app.FindCachedCollectionByNameOrId(name)
	if err != nil {
		return err
	}
	root := filepath.Join(app.DataDir(), core.LocalStorageDirName, c.BaseFilesPath())
	folders, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var ids []string
	if err := app.DB().Select("id").From(name).Column(&ids); err != nil {
		return err
	}
	known := make(map[string]bool, len(ids))
	for _, id := range ids {
		known[id] = true
	}
	var errs []error
	for _, folder := range folders {
		info, err := folder.Info()
		if err != nil || known[folder.Name()] || !info.ModTime().Before(r.started) {
			continue
		}
		errs = append(errs, os.RemoveAll(filepath.Join(root, folder.Name())))
	}
	return errors.Join(errs...)
}
