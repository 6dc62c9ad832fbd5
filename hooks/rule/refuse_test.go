package rule_test

import (
	"net/http"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

const forbidden = "Esto no se hace."

func TestWhatIsRefusedIsRefusedToTheSystemToo(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	r := hookstest.Thing(t, app, c, nil)
	rule.On(app.OnRecordUpdate, "keep", rule.Refuse(403, forbidden), "cosas")
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(409, forbidden), "cosas")
	r.Set("nombre", "otro")
	hookstest.WantRefusal(t, app.Save(r), 403, "", forbidden)
	hookstest.WantRefusal(t, rule.Save(app, r), 403, "", forbidden)
	hookstest.WantRefusal(t, rule.Delete(app, r), 409, "", forbidden)
}

func TestWhatIsOnlyTheSystemsTakesItsMark(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(forbidden), "cosas")
	rule.On(app.OnRecordDelete, "only system", rule.OnlySystem(forbidden), "cosas")
	hookstest.WantRefusal(t, app.Save(core.NewRecord(c)), 403, "", forbidden)
	r := core.NewRecord(c)
	if err := rule.Save(app, r); err != nil {
		t.Fatal(err)
	}
	stored, err := app.FindRecordById("cosas", r.Id)
	if err != nil {
		t.Fatal(err)
	}
	hookstest.WantRefusal(t, app.Delete(stored), 403, "", forbidden)
	if err := rule.Delete(app, stored); err != nil {
		t.Error(err)
	}
}

func TestWhatNobodyMayAskForIsStillWrittenByTheProgram(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	_, token := hookstest.Admin(t, app)
	rule.On(app.OnRecordCreateRequest, "refuse", rule.RefuseRequest(403, forbidden), "cosas")
	answer := hookstest.Ask(t, hookstest.API(t, app), token, http.MethodPost, "/api/collections/cosas/records", map[string]any{})
	if answer.Code != 403 || !strings.Contains(answer.Body.String(), forbidden) {
		t.Errorf("a superuser: %d %s", answer.Code, answer.Body)
	}
	hookstest.Thing(t, app, c, nil)
}
