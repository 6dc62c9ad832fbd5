package servidor

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/list"
	"github.com/pocketbase/pocketbase/tools/types"
)

// shelveAge is how long the files of a record rest where PocketBase wrote them: whoever wrote
// them is done. Readers need no rest, for they look on the shelf next.
const shelveAge = time.Hour

// shelved are the collections whose records grow with the filings, with what a record must have.
var shelved = map[string]string{
	mesa.ColDocumentos:  "solicitud != '' AND subido_en <= {:until}",
	mesa.ColMovimientos: "respuesta != '' AND fecha <= {:until}",
}

// Shelve puts the folders of filed records onto shelves, because PocketBase keeps them all in one
// folder, which would hold millions. A folder moves in one step of the disk, so whenever the
// program dies its files are in one place or the other. Of a bucket nothing is moved.
func (r *Room) Shelve(ctx context.Context, app core.App) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	until, err := types.ParseDateTime(r.Now().Add(-shelveAge))
	if err != nil {
		return err
	}
	var errs []error
	for name, which := range shelved {
		c, err := app.FindCachedCollectionByNameOrId(name)
		if err == nil {
			err = eachFolders(ctx, storageOf(app, c.BaseFilesPath()), func(folders []fs.DirEntry) error {
				return shelveSome(app, c, folders, dbx.NewExp(which, dbx.Params{"until": until.String()}))
			})
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func storageOf(app core.App, place string) string {
	return filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(place))
}

// eachFolders reads a folder that may hold millions, some entries at a time. One that is not
// there holds none.
func eachFolders(ctx context.Context, path string, some func([]fs.DirEntry) error) error {
	root, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	for ctx.Err() == nil {
		folders, err := root.ReadDir(glance)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = some(folders)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// shelveSome moves those of some folders whose records may go. No backup of PocketBase reads the
// folders meanwhile: it holds the base too.
func shelveSome(app core.App, c *core.Collection, folders []fs.DirEntry, which dbx.Expression) error {
	var among []string
	for _, f := range folders {
		if f.IsDir() && !mesa.IsShelf(f.Name()) {
			among = append(among, f.Name())
		}
	}
	if len(among) == 0 {
		return nil
	}
	return app.RunInTransaction(func(tx core.App) error {
		var ids []string
		err := tx.DB().Select("id").From(c.Name).Where(dbx.In("id", list.ToInterfaceSlice(among)...)).AndWhere(which).Column(&ids)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := shelveOne(app, c.BaseFilesPath()+"/"+id); err != nil {
				return err
			}
		}
		return disco.Sync(storageOf(app, c.BaseFilesPath()))
	})
}

// shelveOne moves one folder. One that can't move stays, and is found there: Windows moves no
// folder with an open file, and a folder that stands on the shelf already is for a person to see.
func shelveOne(app core.App, place string) error {
	from, to := storageOf(app, place), storageOf(app, mesa.OnShelf(place))
	if err := os.Mkdir(filepath.Dir(to), disco.PrivateFolder); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		app.Logger().Warn("the files of a record stay off their shelf", "folder", place, "error", err)
	}
	return nil
}
