package servidor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Quarantine is the folder of the data folder for files that no record names, by date
// and then as under `storage`. Nobody but a person deletes there.
const Quarantine = "cuarentena"

const (
	// orphanAge is how old a file must be before it counts as forgotten.
	orphanAge = 30 * 24 * time.Hour
	// maxOrphans is how many folders one round puts aside. More of them are no
	// leftovers of crashes: something is wrong, and a person must look.
	maxOrphans = 100
	// glance is how many folders are looked up at a time.
	glance = 200
)

// errManyOrphans stops a round.
var errManyOrphans = errors.New("more than a hundred folders that no record names: a hundred went into quarantine, a person must look")

// PurgeOrphans puts the folders of files that no record names into quarantine: a
// program killed between writing a file and its record leaves one. It takes only what
// is thirty days old and what the book of acts does not name either, and deletes
// nothing. Remote storage has its own rules for leftovers.
func (r *Room) PurgeOrphans(ctx context.Context, app core.App) error {
	if app.Settings().S3.Enabled {
		return nil
	}
	left := maxOrphans
	for _, name := range []string{mesa.ColDocumentos, mesa.ColMovimientos} {
		if err := r.orphansOf(ctx, app, name, &left); err != nil {
			r.crowded.Store(errors.Is(err, errManyOrphans))
			return err
		}
	}
	r.crowded.Store(false)
	return nil
}

// checkOrphans tells that the last round of PurgeOrphans stopped.
func (r *Room) checkOrphans(context.Context, core.App) (mesa.Salud, string) {
	if r.crowded.Load() {
		return mesa.Atencion, mesa.TextMuchosHuerfanos(maxOrphans)
	}
	return mesa.Bien, ""
}

func (r *Room) orphansOf(ctx context.Context, app core.App, name string, left *int) error {
	c, err := app.FindCachedCollectionByNameOrId(name)
	if err != nil {
		return err
	}
	shelves := []string{c.BaseFilesPath()} // and first where PocketBase writes
	for n := 0; n < len(shelves) && err == nil; n++ {
		place := shelves[n]
		err = eachFolders(ctx, storageOf(app, place), func(folders []fs.DirEntry) error {
			for _, f := range folders {
				if n == 0 && mesa.IsShelf(f.Name()) {
					shelves = append(shelves, place+"/"+f.Name())
				}
			}
			return r.someOrphans(ctx, app, name, place, folders, left)
		})
	}
	return err
}

// someOrphans puts those of some folders aside that nobody names.
func (r *Room) someOrphans(ctx context.Context, app core.App, name, place string, folders []fs.DirEntry, left *int) error {
	lost, err := r.unnamed(ctx, app, name, folders)
	for _, id := range lost {
		if err != nil {
			return err
		}
		if *left == 0 {
			return errManyOrphans
		}
		err = r.putAside(app, place, id)
		*left--
	}
	return err
}

// unnamed lists the old folders that neither the base nor the book names.
func (r *Room) unnamed(ctx context.Context, app core.App, collection string, folders []fs.DirEntry) ([]string, error) {
	old, among := map[string]bool{}, []any{}
	for _, folder := range folders {
		info, err := folder.Info()
		if err == nil && !mesa.IsShelf(folder.Name()) && info.ModTime().Before(r.Now().Add(-orphanAge)) {
			old[folder.Name()] = true
			among = append(among, folder.Name())
		}
	}
	if len(old) == 0 {
		return nil, nil
	}
	var ids []string
	if err := app.DB().Select("id").From(collection).Where(dbx.In("id", among...)).Column(&ids); err != nil {
		return nil, err
	}
	for _, id := range ids {
		delete(old, id)
	}
	if len(old) > 0 {
		if err := r.Named(ctx, app, old); err != nil {
			return nil, err
		}
	}
	lost := make([]string, 0, len(old))
	for id := range old {
		lost = append(lost, id)
	}
	slices.Sort(lost)
	return lost, nil
}

// putAside moves one folder into the quarantine of today, off its shelf.
func (r *Room) putAside(app core.App, place, id string) error {
	to := filepath.Join(app.DataDir(), Quarantine, r.Now().UTC().Format("2006-01-02"), filepath.FromSlash(mesa.OffShelf(place+"/"+id)))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(storageOf(app, place), id), to); err != nil {
		return err
	}
	app.Logger().Warn("files that no record names were put into quarantine", "folder", place+"/"+id)
	return nil
}
