package hooks

import (
	"path"
	"path/filepath"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"

	"github.com/pocketbase/pocketbase/core"
)

// leanBackup keeps out of backups what is nobody's papers: unfinished uploads, and
// SUNAT's registry with the files it comes from.
func leanBackup(e *core.BackupEvent) error {
	e.Exclude = append(e.Exclude, filepath.Base(cargas.Folder(e.App.DataDir())))
	e.Exclude = append(e.Exclude, padron.Files()...)
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColPadronCargas)
	if err != nil {
		return err
	}
	e.Exclude = append(e.Exclude, path.Join(core.LocalStorageDirName, c.BaseFilesPath()))
	return e.Next()
}

// keepRegistry leaves SUNAT's registry where it is when a backup, which has none,
// is restored.
func keepRegistry(e *core.BackupEvent) error {
	e.Exclude = append(e.Exclude, padron.Files()...)
	return e.Next()
}
