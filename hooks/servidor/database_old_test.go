package servidor_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// contents are the files of a folder by name, but for SQLite's index of a log,
// which each reader may rebuild.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(e.Name(), "-shm") {
			found[e.Name()] = string(b)
		}
	}
	return found
}

// beforeTheRelease writes a base with the last of the old names. Killed, its rows are
// still in the log.
func beforeTheRelease(t *testing.T, killed bool) string {
	t.Helper()
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "año 100% #1")
	db, err := dbx.Open("sqlite", filepath.Join(dir, "data.db")+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, sql := range []string{
		"CREATE TABLE _migrations (file VARCHAR(255) PRIMARY KEY NOT NULL, applied INTEGER NOT NULL)",
		"INSERT INTO _migrations VALUES ('1640988000_init.go', 1), ('1795402020_areas.go', 2), ('1795600130_correos_credenciales.go', 3)",
	} {
		if _, err := db.NewQuery(sql).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if !killed {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return copied
}

func TestABaseOfBeforeTheFirstReleaseIsRefusedUntouched(t *testing.T) {
	t.Parallel()
	for name, killed := range map[string]bool{"closed": false, "killed with its log": true} {
		t.Run(name, func(t *testing.T) {
			dir := beforeTheRelease(t, killed)
			before := contents(t, dir)
			if _, log := before["data.db-wal"]; log != killed {
				t.Fatalf("a log: %v", log)
			}
			app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: servidor.OpenDatabase})
			err := app.Bootstrap()
			if err == nil {
				_ = base.End(app)
				t.Fatal("it was opened")
			}
			for _, want := range []string{filepath.Join(dir, "data.db"), "1795600130_correos_credenciales.go", "intacta", "--dir"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			after := contents(t, dir)
			for file, was := range before {
				if after[file] != was {
					t.Errorf("%s changed", file)
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d files became %d", len(before), len(after))
			}
		})
	}
}

// A command beside the server opens the same base, whose last rows are in the log.
func TestABaseInUseOpensASecondTime(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	db, err := servidor.OpenDatabase(filepath.Join(o.DataDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var numbers []string
	if err := db.NewQuery("SELECT numero FROM solicitudes").Column(&numbers); err != nil || !slices.Equal(numbers, []string{"1-2026"}) {
		t.Errorf("%v: %v", numbers, err)
	}
}
