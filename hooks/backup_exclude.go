package hooks

import (
	"path/filepath"

	"mesadepartes/hooks/cargas"

	"github.com/pocketbase/pocketbase/core"
)

// leanBackup keeps unfinished uploads out of backups: they are nobody's papers yet.
func leanBackup(e *core.BackupEvent) error {
	e.Exclude = append(e.Exclude, filepath.Base(cargas.Folder(e.App.DataDir())))
	return e.Next()
}
