package pb_migrations_test

import (
	"os/exec"
	"slices"
	"strings"
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

// declaredDays is the last file of the first release.
const declaredDays = "1796000200_declared_days.go"

// since counts the files from one on.
func since(file string) (n int) {
	for _, m := range core.AppMigrations.Items() {
		if m.File >= file {
			n++
		}
	}
	return n
}

// until are the files up to one.
func until(file string) (list core.MigrationsList) {
	for _, m := range core.AppMigrations.Items() {
		if m.File <= file {
			list.Add(m)
		}
	}
	return list
}

func TestEveryMigrationHasAWayDownAndUpAgain(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	before := names(t, o.App)
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := runner.Down(len(core.AppMigrations.Items())); err != nil {
		t.Fatal(err)
	}
	if left := names(t, o.App); len(left) != 1 || !left["users"] {
		t.Errorf("after the way down: %v", left)
	}
	if left := query(t, o.App, "SELECT name FROM sqlite_master WHERE type = 'trigger'"); len(left) != 0 {
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

// newest is how many files TestEachWayDownUndoesItsOwnFile goes through: older ones are
// released, never change, and were gone through before.
const newest = 15

// The base goes up and down one file at a time: each way down brings back exactly
// what stood before its file.
func TestEachWayDownUndoesItsOwnFile(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	items := core.AppMigrations.Items()
	all := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := all.Down(newest); err != nil {
		t.Fatal(err)
	}
	before := [][]string{}
	var some core.MigrationsList
	for i, m := range items {
		if i < len(items)-newest {
			some.Add(m)
			before = append(before, nil)
			continue
		}
		before = append(before, schema(t, o.App))
		some.Add(m)
		if _, err := core.NewMigrationsRunner(o.App, some).Up(); err != nil {
			t.Fatal(err)
		}
	}
	for i := len(items) - 1; i >= len(items)-newest; i-- {
		if _, err := all.Down(1); err != nil {
			t.Fatal(err)
		}
		if after := schema(t, o.App); !slices.Equal(after, before[i]) {
			t.Errorf("the way down of %s leaves %d lines of schema, want %d", items[i].File, len(after), len(before[i]))
		}
	}
}

func TestTheWayDownKeepsWhatTheOfficeWrote(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	o.Set(t, map[string]any{"telefono": "01 555 0000"})
	edited, err := o.FindFirstRecordByData("tramites", "orden", 7)
	if err != nil {
		t.Fatal(err)
	}
	edited.Set("plazo_dias", 15)
	if err := o.Save(edited); err != nil {
		t.Fatal(err)
	}
	own := o.Must(t, "areas", map[string]any{"nombre": "OFICINA DE PRENSA", "activo": true})
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	for _, step := range []struct {
		move func() ([]string, error)
		want map[string]int64
	}{
		{func() ([]string, error) { return runner.Down(since("1796000190_first_office.go")) },
			map[string]int64{"entidad": 1, "tramites": 1, "areas": 1, "preguntas_frecuentes": 0, "dias_no_laborables": 0}},
		{runner.Up, map[string]int64{"entidad": 1, "tramites": 23, "areas": 5, "preguntas_frecuentes": 13, "dias_no_laborables": 40}},
	} {
		if _, err := step.move(); err != nil {
			t.Fatal(err)
		}
		for collection, want := range step.want {
			if n, _ := o.CountRecords(collection); n != want {
				t.Errorf("%d %s, want %d", n, collection, want)
			}
		}
	}
	if n := o.Record(t, "tramites", edited.Id).GetInt("plazo_dias"); n != 15 {
		t.Errorf("the edited procedure has %d days", n)
	}
	o.Record(t, "areas", own.Id)
}

// The first rows go past the record events, so they are held against them here.
func TestTheFirstRowsPassTheRules(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	o.Set(t, nil) // keeps the version of its terms, as the first start does
	before := schema(t, o.App)
	for _, name := range []string{
		"areas", "tramites", "preguntas_frecuentes", "entidad", "dias_no_laborables", "consultas_ajustes", "frases",
	} {
		records, err := o.FindAllRecords(name)
		if err != nil || len(records) == 0 {
			t.Fatalf("%s: %d records, %v", name, len(records), err)
		}
		for _, r := range records {
			if err := o.Save(r); err != nil {
				t.Errorf("%s %s: %v", name, r.Id, hookstest.Explain(err))
			}
		}
	}
	if !slices.Equal(schema(t, o.App), before) {
		t.Error("saving the first rows changes them")
	}
}

func TestAMigrationImportsNothingOfTheHouse(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if strings.HasPrefix(path, "mesadepartes/") && path != "mesadepartes/pb_migrations" {
			t.Errorf("the migrations call %s, which goes on changing: freeze what they need", path)
		}
	}
}

func TestANewOfficeIsReadyToWork(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	for collection, want := range map[string]int64{"entidad": 1, "tramites": 23, "areas": 4, "preguntas_frecuentes": 13, "solicitudes": 0} {
		if n, err := o.CountRecords(collection); err != nil || n != want {
			t.Errorf("%s: %d records (%v), want %d", collection, n, err, want)
		}
	}
}

func TestEveryFieldExplainsItself(t *testing.T) {
	t.Parallel()
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
