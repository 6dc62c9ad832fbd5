package servidor_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
)

// put writes files below a data folder.
func put(t *testing.T, dir, content string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// backedUp lists what a backup holds.
func backedUp(t *testing.T, app core.App, name string) (names []string) {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(app.DataDir(), "backups", name))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, file := range z.File {
		names = append(names, file.Name)
	}
	return names
}

// leanBackup in backup.go leans on the list that a backup leaves out: names below the
// data folder, of files or of whole folders, deep ones too; and on the rest being there.
func TestPocketBaseStillLeavesOutOfABackupWhatIsExcluded(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	put(t, app.DataDir(), "x", "registro.db", "registro.db.otro", "cargas/a/uno", "storage/aaa/r/uno.pdf", "storage/bbb/r/dos.pdf")
	app.OnBackupCreate().BindFunc(func(e *core.BackupEvent) error {
		e.Exclude = append(e.Exclude, "registro.db", "cargas", "storage/aaa")
		return e.Next()
	})
	if err := app.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	names := backedUp(t, app, "copia.zip")
	for _, kept := range []string{"data.db", "registro.db.otro", "storage/bbb/r/dos.pdf"} {
		if !slices.Contains(names, kept) {
			t.Errorf("the backup lacks %s: %v", kept, names)
		}
	}
	for _, name := range names {
		if name == "registro.db" || strings.HasPrefix(name, "cargas") || strings.HasPrefix(name, "storage/aaa") {
			t.Errorf("the backup holds %s", name)
		}
	}
}

// keepRegistry in backup.go leans on a restore leaving where it is what is excluded, at
// the top of the data folder, while everything else becomes the backup's. The restore
// ends in a restart of the program, which the test refuses: PocketBase puts the old
// folder back, so the test looks at that moment.
func TestPocketBaseStillLeavesInPlaceWhatARestoreExcludes(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	dir := app.DataDir()
	put(t, dir, "old", "registro.db", "nota.txt")
	app.OnBackupCreate().BindFunc(func(e *core.BackupEvent) error {
		e.Exclude = append(e.Exclude, "registro.db")
		return e.Next()
	})
	app.OnBackupRestore().BindFunc(func(e *core.BackupEvent) error {
		e.Exclude = append(e.Exclude, "registro.db")
		return e.Next()
	})
	if err := app.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "new", "registro.db", "nota.txt", "despues.txt")
	refused, seen := errors.New("no restart"), ""
	app.OnTerminate().BindFunc(func(*core.TerminateEvent) error {
		for _, name := range []string{"registro.db", "nota.txt", "despues.txt"} {
			content, _ := os.ReadFile(filepath.Join(dir, name))
			seen += name + "=" + string(content) + " "
		}
		return refused
	})
	if err := app.RestoreBackup(t.Context(), "copia.zip"); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	if seen != "registro.db=new nota.txt=old despues.txt= " {
		t.Errorf("after the restore: %s", seen)
	}
}

// purgeOrphansOf in orphans.go leans on where files lie: a folder for each record, named
// by its id, below the folder of the collection.
func TestPocketBaseStillKeepsTheFilesOfARecordInAFolderOfItsId(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20})
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("carta.pdf", hookstest.PDF(1))})
	root := filepath.Join(app.DataDir(), core.LocalStorageDirName, c.BaseFilesPath())
	folders, err := os.ReadDir(root)
	if err != nil || len(folders) != 1 || folders[0].Name() != r.Id || !folders[0].IsDir() {
		t.Errorf("%v %v", folders, err)
	}
	if _, err := os.Stat(filepath.Join(root, r.Id, r.GetString("archivo"))); err != nil {
		t.Error(err)
	}
}
