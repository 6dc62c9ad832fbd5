package servidor

import (
	"path"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// leanBackup leaves out of backups what belongs to no filing: unfinished uploads, and
// SUNAT's registry with the files that it was imported from.
func (r *Room) leanBackup(e *core.BackupEvent) error {
	e.Exclude = append(e.Exclude, r.NoBackup...)
	e.Exclude = append(e.Exclude, r.Stays...)
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColPadronCargas)
	if err != nil {
		return err
	}
	e.Exclude = append(e.Exclude, path.Join(core.LocalStorageDirName, c.BaseFilesPath()))
	return e.Next()
}

// keepRegistry leaves SUNAT's registry where it is when a backup, which has none,
// is restored.
func (r *Room) keepRegistry(e *core.BackupEvent) error {
	e.Exclude = append(e.Exclude, r.Stays...)
	return e.Next()
}
