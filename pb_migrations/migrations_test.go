package pb_migrations_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// names lists our own collections.
func names(t *testing.T, app core.App) map[string]bool {
	t.Helper()
	all, err := app.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]bool{}
	for _, c := range all {
		if !c.System {
			ours[c.Name] = true
		}
	}
	return ours
}

func TestEveryMigrationHasAWayDownAndUpAgain(t *testing.T) {
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	before := names(t, o.App)
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := runner.Down(len(core.AppMigrations.Items())); err != nil {
		t.Fatal(err)
	}
	if left := names(t, o.App); len(left) != 1 || !left["users"] {
		t.Errorf("after the way down: %v", left)
	}
	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
	if after := names(t, o.App); len(after) != len(before) {
		t.Errorf("up again: %v, before: %v", after, before)
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "1-2026" {
		t.Errorf("filing after it: %s", s.GetString("numero"))
	}
}

func TestANewOfficeIsReadyToWork(t *testing.T) {
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	for collection, want := range map[string]int64{"entidad": 1, "tramites": 18, "areas": 4, "preguntas_frecuentes": 12, "solicitudes": 0} {
		if n, err := o.CountRecords(collection); err != nil || n != want {
			t.Errorf("%s: %d records (%v), want %d", collection, n, err, want)
		}
	}
}

func TestEveryFieldExplainsItself(t *testing.T) {
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	all, err := o.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for _, f := range c.Fields {
			help := ""
			switch f := f.(type) {
			case *core.TextField:
				help = f.Help
			case *core.NumberField:
				help = f.Help
			case *core.BoolField:
				help = f.Help
			case *core.DateField:
				help = f.Help
			case *core.SelectField:
				help = f.Help
			case *core.RelationField:
				help = f.Help
			case *core.FileField:
				help = f.Help
			case *core.JSONField:
				help = f.Help
			default:
				continue
			}
			if !c.System && !f.GetSystem() && help == "" {
				t.Errorf("%s.%s has no help", c.Name, f.GetName())
			}
		}
	}
}
