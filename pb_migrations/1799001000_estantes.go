package pb_migrations

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Since this file the program puts the folders of filed records onto shelves. Nothing of the base
// changes: the file is there so that an older program, which would find no paper on a shelf and
// take the shelves for leftovers, does not open the base. The way down clears the shelves.
func init() {
	m.Register(func(core.App) error { return nil }, func(app core.App) error {
		for _, name := range []string{"documentos", "movimientos"} {
			c, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			if err := clearShelves(filepath.Join(app.DataDir(), core.LocalStorageDirName, c.BaseFilesPath())); err != nil {
				return err
			}
		}
		return nil
	})
}

// clearShelves moves the folders of records back to where PocketBase wrote them. A shelf is named
// by three hex digits; ids of records are longer.
func clearShelves(root string) error {
	folders, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range folders {
		if !f.IsDir() || len(f.Name()) != 3 {
			continue
		}
		shelf := filepath.Join(root, f.Name())
		records, err := os.ReadDir(shelf)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := os.Rename(filepath.Join(shelf, r.Name()), filepath.Join(root, r.Name())); err != nil {
				return err
			}
		}
		if err := os.Remove(shelf); err != nil {
			return err
		}
	}
	return nil
}
