package rule_test

import (
	"net/http"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

func TestTheMarkOfTheSystemIsOfOneRecordInHand(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	marked := 0
	rule.On(app.OnRecordCreate, "see", func(e *core.RecordEvent) error {
		if rule.IsSystem(e.Record) {
			marked++
		}
		return e.Next()
	}, "cosas")
	r := core.NewRecord(c)
	if err := rule.Save(app, r); err != nil || marked != 1 {
		t.Fatalf("marked %d times: %v", marked, err)
	}
	if hookstest.Thing(t, app, c, nil); marked != 1 {
		t.Error("a record that nobody marked is the system's")
	}
	if again, err := app.FindRecordById("cosas", r.Id); err != nil || rule.IsSystem(again) {
		t.Errorf("the mark was stored: %v", err)
	}
}

// A mark is a value of a Go type that no JSON makes, so a request can't bring one.
func TestNoRequestForgesTheMarkOfTheSystem(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	_, token := hookstest.Admin(t, app)
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(forbidden), "cosas")
	api := hookstest.API(t, app)
	for _, mark := range []any{true, "1", map[string]any{}, []any{map[string]any{}}, nil} {
		body := map[string]any{"nombre": "x", "@sistema": mark}
		if answer := hookstest.Ask(t, api, token, http.MethodPost, "/api/collections/cosas/records", body); answer.Code != 403 {
			t.Errorf("%v: %d %s", mark, answer.Code, answer.Body)
		}
	}
}
