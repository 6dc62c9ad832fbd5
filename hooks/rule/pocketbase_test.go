package rule_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/spf13/cobra"
)

// bind.go leans on the order of handlers: the lowest priority runs first, those of one
// priority run in the order in which they were bound.
func TestPocketBaseStillRunsTheLowestPriorityFirst(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	var ran []string
	for _, h := range []struct {
		id       string
		priority int
	}{{"late", 100}, {"first of two", 0}, {"early", -5}, {"second of two", 0}} {
		app.OnRecordCreate("cosas").Bind(&hook.Handler[*core.RecordEvent]{Id: h.id, Priority: h.priority, Func: func(e *core.RecordEvent) error {
			ran = append(ran, h.id)
			return e.Next()
		}})
	}
	hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "nombre"}), nil)
	if !slices.Equal(ran, []string{"early", "first of two", "second of two", "late"}) {
		t.Errorf("ran %v", ran)
	}
}

// On warns of this in bind.go: a handler whose id is taken replaces the first one.
func TestPocketBaseStillReplacesAHandlerWhoseIdIsTaken(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	var ran []string
	for _, name := range []string{"first", "second"} {
		app.OnRecordCreate("cosas").Bind(&hook.Handler[*core.RecordEvent]{Id: "taken", Func: func(e *core.RecordEvent) error {
			ran = append(ran, name)
			return e.Next()
		}})
	}
	hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "nombre"}), nil)
	if !slices.Equal(ran, []string{"second"}) {
		t.Errorf("ran %v", ran)
	}
}

// OnAt in bind.go leaves the priorities between PocketBase's own handlers of a record's
// events to the rules: none of PocketBase's stands between -99 and 99.
func TestPocketBaseStillLeavesTheMiddlePrioritiesToUs(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, line := range hookstest.Handlers(hookstest.Stock(t)) {
		words := strings.Fields(line)
		if !strings.HasPrefix(words[0], "onRecord") {
			continue
		}
		seen++
		if priority, err := strconv.Atoi(words[1]); err != nil || priority > -99 && priority < 99 {
			t.Errorf("%s (%v)", line, err)
		}
	}
	if seen < 10 {
		t.Errorf("only %d handlers of records were looked at", seen)
	}
}

// InTransaction exists because App.Save alone is no transaction across what a handler
// does: what a handler wrote stays when the save is refused afterwards.
func TestPocketBaseStillSavesWithoutATransactionOfItsOwn(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	app.OnRecordCreate("cosas").BindFunc(func(e *core.RecordEvent) error {
		if e.App.IsTransactional() {
			t.Error("a handler runs in a transaction")
		}
		if e.Record.GetString("nombre") == "second" {
			return e.Next()
		}
		return errors.Join(beside(e.App, e.Record), errRefused)
	})
	if err := app.Save(core.NewRecord(c)); !errors.Is(err, errRefused) {
		t.Fatal(err)
	}
	if n := count(t, app); n != 1 {
		t.Errorf("%d records stored: a refused save undoes what its handlers wrote", n)
	}
}

// InTransaction leans on PocketBase writing a record with the app of its event, so that
// an app that a handler puts there takes the write into its transaction.
func TestPocketBaseStillWritesWithTheAppOfTheEvent(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	app.OnRecordCreate("cosas").BindFunc(func(e *core.RecordEvent) error {
		outer := e.App
		defer func() { e.App = outer }()
		return outer.RunInTransaction(func(tx core.App) error {
			e.App = tx
			return errors.Join(e.Next(), errRefused)
		})
	})
	executed := false
	app.OnRecordCreateExecute("cosas").BindFunc(func(e *core.RecordEvent) error {
		executed = e.App.IsTransactional()
		return e.Next()
	})
	if err := app.Save(core.NewRecord(c)); !errors.Is(err, errRefused) || !executed {
		t.Fatalf("written in a transaction: %v, %v", executed, err)
	}
	if n := count(t, app); n != 0 {
		t.Errorf("%d records outlive the transaction", n)
	}
}

// Stored exists because Record.Original tells nothing after a first save, and what was
// read once after a later one.
func TestPocketBaseStillGivesNoOriginalToRelyOn(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	r := hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "nombre"}), map[string]any{"nombre": "uno"})
	if got := r.Original().GetString("nombre"); got != "" {
		t.Errorf("after the first save the original says %q", got)
	}
	read, err := app.FindRecordById("cosas", r.Id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.DB().NewQuery("UPDATE cosas SET nombre = 'dos'").Execute(); err != nil {
		t.Fatal(err)
	}
	if got := read.Original().GetString("nombre"); got != "uno" {
		t.Errorf("the original of a record that was read before says %q", got)
	}
}

// Keep in keep.go, takeStored in borrador/prove.go and confirmNotice in reloj/acuse.go
// lean on raw values: every column that is set to the raw value of another copy of the
// record is written as it was.
func TestPocketBaseStillWritesARawValueAsItWas(t *testing.T) {
	t.Parallel()
	app, before := kept(t)
	was := row(t, app)
	changed, err := app.FindRecordById("cosas", before.Id)
	if err != nil {
		t.Fatal(err)
	}
	changed.Load(map[string]any{
		"numero": 1, "marca": false, "fecha": "", "lista": nil, "varias": nil, "otra": "", "archivo": nil, "cuerpo": "",
	})
	for _, field := range changed.Collection().Fields {
		changed.SetRaw(field.GetName(), before.GetRaw(field.GetName()))
	}
	if err := app.Save(changed); err != nil {
		t.Fatal(err)
	}
	if now := row(t, app); !maps.Equal(now, was) {
		t.Errorf("the row is\n%v\nand was\n%v", now, was)
	}
}

// row is the one thing of a base, column by column.
func row(t *testing.T, app core.App) map[string]string {
	t.Helper()
	all := dbx.NullStringMap{}
	if err := app.DB().NewQuery("SELECT * FROM cosas").One(&all); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for name, value := range all {
		texts[name] = value.String
	}
	return texts
}

// OnEnd leans on PocketBase telling of the end of the program, in every command, before
// the base closes.
func TestPocketBaseStillTellsOfTheEndBeforeItClosesTheBase(t *testing.T) {
	t.Parallel()
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: t.TempDir(), HideStartBanner: true})
	app.RootCmd.SetArgs([]string{})
	app.RootCmd.Run = func(*cobra.Command, []string) {}
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	told := false
	app.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
		_, err := e.App.CountRecords(core.CollectionNameSuperusers)
		told = err == nil
		return errors.Join(err, e.Next())
	})
	if err := app.Execute(); err != nil || !told || app.IsBootstrapped() {
		t.Errorf("told of the end with an open base: %v; the base is open still: %v; %v", told, app.IsBootstrapped(), err)
	}
}
