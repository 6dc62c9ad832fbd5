package demo_test

import (
	"testing"

	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Command runs the migrations itself, because PocketBase's start of a command
// (Bootstrap) makes its own tables and none of the program's.
func TestPocketBaseStillLeavesMigrationsToTheCommand(t *testing.T) {
	t.Parallel()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	t.Cleanup(func() { _ = base.End(app) })
	if _, err := app.FindCollectionByNameOrId(mesa.ColSolicitudes); err == nil {
		t.Error("Bootstrap ran the migrations, so Command need not")
	}
	if _, err := app.FindCollectionByNameOrId(core.CollectionNameSuperusers); err != nil {
		t.Errorf("Bootstrap made no table of PocketBase: %v", err)
	}
}
