package consulta_test

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

// ImportPadron in padron_import.go takes the registries that wait by `created`, which
// PocketBase itself writes when a record is born: Record.Set leaves it as it is.
func TestPocketBaseStillWritesTheDayOfBirthByItself(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"}, &core.AutodateField{Name: "created", OnCreate: true})
	var names []string
	for _, name := range []string{"b", "a", "c"} {
		hookstest.Thing(t, app, c, map[string]any{"nombre": name, "created": "2001-01-01 00:00:00.000Z"})
		names = append(names, name)
	}
	rows, err := app.FindRecordsByFilter("cosas", "nombre != ''", "created,@rowid", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		born := r.GetString("created")
		if r.GetString("nombre") != names[i] || strings.HasPrefix(born, "2001") || born == "" {
			t.Errorf("%d: %s, born %q", i, r.GetString("nombre"), born)
		}
		r.Set("nombre", "changed")
		if err := app.Save(r); err != nil || r.GetString("created") != born {
			t.Errorf("born %q, after a change %q (%v)", born, r.GetString("created"), err)
		}
	}
}

// importCarga and ResumePadron in padron_import.go set `archivo` to nothing and lean on
// PocketBase then removing the file from the disk.
func TestPocketBaseStillRemovesAFileThatIsNoLongerNamed(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20})
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("a.txt", []byte("uno"))})
	path := filepath.Join(app.DataDir(), core.LocalStorageDirName, r.BaseFilesPath(), r.GetString("archivo"))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	r.Load(map[string]any{"archivo": nil})
	if err := app.Save(r); err != nil || r.GetString("archivo") != "" {
		t.Fatalf("%q %v", r.GetString("archivo"), err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file stays: %v", err)
	}
}

// localFile in local_file.go puts a copy of a remote file into PocketBase's own temporary
// folder, and leans on no backup holding the folder and each start emptying it. That is
// also why cargas.NewFormFile keeps uploads elsewhere.
func TestPocketBaseStillEmptiesItsTemporaryFolderAtEachStart(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	copied := filepath.Join(app.DataDir(), core.LocalTempDirName, "copia-1")
	if err := errors.Join(os.MkdirAll(filepath.Dir(copied), 0o700), os.WriteFile(copied, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := app.CreateBackup(t.Context(), "a.zip"); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(app.DataDir(), "backups", "a.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.Contains(f.Name, "copia-1") }) {
		t.Error("a backup holds the temporary folder")
	}
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0
	if _, err := os.Stat(copied); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after a start the file stays: %v", err)
	}
}

// configure in settings.go uses changed settings when they are committed: it leans on the
// event after a change coming when the transaction has ended well, and not else.
func TestPocketBaseStillTellsOfAChangeOnlyAfterTheCommit(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	r := hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "nombre"}), nil)
	var told []string
	app.OnRecordAfterUpdateSuccess("cosas").BindFunc(func(e *core.RecordEvent) error {
		if e.App.IsTransactional() {
			t.Error("told within the transaction")
		}
		told = append(told, e.Record.GetString("nombre"))
		return e.Next()
	})
	undone := errors.New("undone")
	for name, ends := range map[string]error{"undone": undone, "kept": nil} {
		err := app.RunInTransaction(func(tx core.App) error {
			r, err := tx.FindRecordById("cosas", r.Id)
			if err != nil {
				return err
			}
			r.Set("nombre", name)
			return errors.Join(tx.Save(r), ends)
		})
		if !errors.Is(err, ends) {
			t.Fatal(err)
		}
	}
	if !slices.Equal(told, []string{"kept"}) {
		t.Errorf("told of %v", told)
	}
}
