package hookstest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"mesadepartes/hooks/hookstest/base"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Stock is PocketBase without the house: no rule of ours is bound and no collection is
// ours. The tests named TestPocketBaseStill… ask it whether PocketBase still does what
// a room leans on.
func Stock(t testing.TB) *core.BaseApp {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	base.Still(app)
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app.Settings().Logs.MaxDays = 0 // PocketBase writes its log in the background, past the end of a test
	t.Cleanup(func() { _ = base.End(app) })
	return app
}

// Things adds the collection `cosas` with these fields to an app.
func Things(t testing.TB, app core.App, fields ...core.Field) *core.Collection {
	t.Helper()
	c := core.NewBaseCollection("cosas")
	c.Fields.Add(fields...)
	if err := app.Save(c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Thing saves a new record of a collection.
func Thing(t testing.TB, app core.App, c *core.Collection, values map[string]any) *core.Record {
	t.Helper()
	r := core.NewRecord(c)
	r.Load(values)
	if err := app.Save(r); err != nil {
		t.Fatal(Explain(err))
	}
	return r
}

// Admin makes a superuser of an app and gives the account and a token for the API.
func Admin(t testing.TB, app core.App) (account *core.Record, token string) {
	t.Helper()
	c, err := app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		t.Fatal(err)
	}
	account = Thing(t, app, c, map[string]any{"email": "admin@ejemplo.pe", "password": "clave-de-prueba-1"})
	if token, err = account.NewAuthToken(); err != nil {
		t.Fatal(err)
	}
	return account, token
}

// API are PocketBase's own routes of an app, and those that a test adds. The rules that
// a room binds to the start of the server are not among them.
func API(t testing.TB, app core.App, add ...func(*router.Router[*core.RequestEvent])) http.Handler {
	t.Helper()
	r, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	for _, put := range add {
		put(r)
	}
	mux, err := r.BuildMux()
	if err != nil {
		t.Fatal(err)
	}
	return mux
}

// Ask sends routes a request with a body of JSON, or with none. token is "" for a guest.
func Ask(t testing.TB, mux http.Handler, token, method, path string, body any) *httptest.ResponseRecorder {
	t.Helper()
	var data bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&data).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	req := httptest.NewRequest(method, path, &data)
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", token)
	}
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, req)
	return answer
}
