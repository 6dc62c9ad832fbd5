package pb_migrations_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Before an older program opens the base again the papers lie where it looks for them.
func TestTheWayDownClearsTheShelves(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	o.Shelve(t)
	for i, item := range core.AppMigrations.Items() {
		if !strings.HasSuffix(item.File, "_estantes.go") {
			continue
		}
		if _, err := core.NewMigrationsRunner(o.App, core.AppMigrations).Down(len(core.AppMigrations.Items()) - i); err != nil {
			t.Fatal(err)
		}
	}
	places := mesa.PapelOf(doc, "archivo").Hot(o.DataDir())
	if _, err := os.Stat(places[0]); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(filepath.Dir(places[1]))); err == nil {
		t.Error("the shelf is still there")
	}
}
