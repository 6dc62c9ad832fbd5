package mesa_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// plain is PocketBase without a rule of the program, and an empty collection.
func plain(t *testing.T) (core.App, *core.Collection) {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	t.Cleanup(func() { _ = app.ClearBootstrap() })
	c := core.NewBaseCollection("cosas")
	c.Fields.Add(&core.TextField{Name: "nombre", Required: true}, &core.TextField{Name: "siglas", Max: 3})
	if err := app.Save(c); err != nil {
		t.Fatal(err)
	}
	return app, c
}

// Refuse and AsProblem lean on router.ApiError: the error keeps its raw data, its
// JSON tells each field's text, and a text that begins with a capital and ends in
// a full stop stays as it is.
func TestPocketBaseStillKeepsTheTextsOfARefusal(t *testing.T) {
	err := fmt.Errorf("saving: %w", mesa.Refuse(422, "asunto", mesa.TextAsunto))
	p, ok := mesa.AsProblem(err)
	if !ok || p.Status != 422 || !maps.Equal(p.Campos, map[string]string{"asunto": mesa.TextAsunto}) {
		t.Errorf("a wrapped refusal is read as %+v", p)
	}
	api := router.ToApiError(err)
	if data, is := api.Data["asunto"].(map[string]any); !is || data["message"] != mesa.TextAsunto || data["code"] != "mesa" {
		t.Errorf("the REST API would answer %v", api.Data)
	}
	if got := router.ToApiError(mesa.Refuse(409, "", mesa.TextYaEnviada)); got.Status != 409 || got.Message != mesa.TextYaEnviada {
		t.Errorf("%d %q", got.Status, got.Message)
	}
	if got := router.NewApiError(422, "sin punto", nil).Message; got != "Sin punto." {
		t.Errorf("PocketBase no longer makes a sentence of %q", got)
	}
}

// AsProblem leans on the error of PocketBase's own field checks: one entry a field.
func TestPocketBaseStillNamesTheFieldsItRefuses(t *testing.T) {
	app, c := plain(t)
	r := core.NewRecord(c)
	r.Set("siglas", "CUATRO")
	p, ok := mesa.AsProblem(app.Save(r))
	want := map[string]string{"nombre": mesa.TextDatoInvalido, "siglas": mesa.TextDatoInvalido}
	if !ok || p.Status != 422 || !maps.Equal(p.Campos, want) {
		t.Errorf("%+v (%v)", p, ok)
	}
}

// The marks of a record lean on SetRaw: what it sets under a name that is no column
// reaches the record's events, and neither the table nor the JSON.
func TestPocketBaseStillKeepsMarksOffTheTable(t *testing.T) {
	app, c := plain(t)
	clock := mesa.Actor{Mano: mesa.ManoReloj, Name: "reloj"}
	marked := 0
	see := func(e *core.RecordEvent) error {
		if mesa.ActorOf(e.Record) == clock && rule.IsSystem(e.Record) && mesa.WasReceived(e.Record) {
			marked++
		}
		return e.Next()
	}
	app.OnRecordCreate("cosas").BindFunc(see)
	app.OnRecordCreateExecute("cosas").BindFunc(see)
	r := core.NewRecord(c)
	r.Set("nombre", "UNO")
	mesa.SetActor(r, clock)
	rule.BySystem(r)
	mesa.Received(r)
	if err := app.Save(r); err != nil || marked != 2 {
		t.Fatalf("%d of 2 events saw the marks: %v", marked, err)
	}
	if text, err := json.Marshal(r); err != nil || strings.Contains(string(text), "@") {
		t.Errorf("the JSON tells the marks: %s (%v)", text, err)
	}
	stored, err := app.FindRecordById("cosas", r.Id)
	if err != nil {
		t.Fatal(err)
	}
	if mesa.ActorOf(stored) != (mesa.Actor{}) || rule.IsSystem(stored) || mesa.WasReceived(stored) {
		t.Error("the marks were stored")
	}
}
