package portal_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// mountUploads in cargas.go and the routes of a plain upload in portal.go take PocketBase's
// limits off by the ids of the handlers: of the body, 32 MB, and of requests in haste.
func TestPocketBaseStillTakesItsLimitsOffByTheirIds(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	limits := &app.Settings().RateLimits
	limits.Enabled, limits.Rules = true, []core.RateLimitRule{{Label: "/prueba/", MaxRequests: 2, Duration: 3600}}
	api := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		done := func(e *core.RequestEvent) error { return e.NoContent(204) }
		r.POST("/prueba/limitada", done)
		r.POST("/prueba/libre", done).Unbind(apis.DefaultBodyLimitMiddlewareId, apis.DefaultRateLimitMiddlewareId)
	})
	for _, c := range []struct {
		path   string
		bytes  int64
		status int
	}{
		{"/prueba/libre", 33 << 20, 204}, {"/prueba/libre", 0, 204}, {"/prueba/libre", 0, 204},
		{"/prueba/limitada", 33 << 20, 413}, {"/prueba/limitada", 0, 204}, {"/prueba/limitada", 0, 429},
	} {
		req := httptest.NewRequest(http.MethodPost, c.path, nil)
		req.ContentLength = c.bytes
		answer := httptest.NewRecorder()
		if api.ServeHTTP(answer, req); answer.Code != c.status {
			t.Errorf("%s with %d bytes: %d %s", c.path, c.bytes, answer.Code, answer.Body)
		}
	}
}

// mountNotices in portal.go keeps the addresses of notices, which hold a token, out of the
// request log: it leans on the handler that leaves out the requests that went well.
func TestPocketBaseStillLeavesWhatWentWellOutOfTheLog(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	app.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { app.Settings().Logs.MaxDays = 0 })
	api := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		quiet := r.Group("/acuse/{token}").Bind(apis.SkipSuccessActivityLog())
		quiet.GET("", func(e *core.RequestEvent) error { return e.NoContent(204) })
		r.GET("/otra", func(e *core.RequestEvent) error { return e.NoContent(204) })
	})
	for _, path := range []string{"/acuse/secreto", "/otra"} {
		if answer := hookstest.Ask(t, api, "", http.MethodGet, path, nil); answer.Code != 204 {
			t.Fatalf("%s: %d", path, answer.Code)
		}
	}
	lines := hookstest.LoggedSoon(t, app)
	if len(lines) != 1 || lines[0].Data["url"] != "/otra" {
		t.Errorf("the log has %v", lines)
	}
}

// mailNumbers in olvide.go finds an address however its letters were typed, and story in
// seguimiento.go sorts what happened in one instant: they lean on two words of
// PocketBase's filters, :lower and @rowid.
func TestPocketBaseStillKnowsTheWordsOfOurFilters(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.EmailField{Name: "correo"}, &core.DateField{Name: "fecha"}, &core.TextField{Name: "nombre"})
	for _, name := range []string{"c", "a", "b"} {
		hookstest.Thing(t, app, c, map[string]any{"correo": "Juan.Perez@ejemplo.pe", "fecha": "2026-03-24 15:00:00.000Z", "nombre": name})
	}
	hookstest.Thing(t, app, c, map[string]any{"correo": "otra@ejemplo.pe"})
	rows, err := app.FindRecordsByFilter("cosas", "correo:lower = {:c}", "fecha,@rowid", 0, 0, dbx.Params{"c": "juan.perez@ejemplo.pe"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.GetString("nombre"))
	}
	if !slices.Equal(names, []string{"c", "a", "b"}) {
		t.Errorf("found %v", names)
	}
}

// saveTramite in solicitud_tramite.go looks a procedure up before it saves the draft,
// because PocketBase refuses a relation to a missing record in words of its own.
func TestPocketBaseStillRefusesARelationToNothing(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	others := core.NewBaseCollection("otras")
	if err := app.Save(others); err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(hookstest.Things(t, app, &core.RelationField{Name: "tramite", CollectionId: others.Id}))
	r.Set("tramite", strings.Repeat("x", 15))
	err := app.Save(r)
	p, refused := mesa.AsProblem(err)
	if !refused || p.Campos["tramite"] != mesa.TextDatoInvalido || !strings.Contains(err.Error(), "record") {
		t.Errorf("%v becomes %+v", err, p)
	}
}
