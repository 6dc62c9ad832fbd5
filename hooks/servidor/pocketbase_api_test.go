package servidor_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// guestWall in guests.go exists because of this: the rule of a collection alone answers
// a guest 200 with an empty list.
func TestPocketBaseStillAnswersAGuestWithAnEmptyList(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	signedIn := `@request.auth.id != ""`
	c.ListRule = &signedIn
	if err := app.Save(c); err != nil {
		t.Fatal(err)
	}
	hookstest.Thing(t, app, c, nil)
	answer := hookstest.Ask(t, hookstest.API(t, app), "", http.MethodGet, "/api/collections/cosas/records", nil)
	if answer.Code != 200 || !strings.Contains(answer.Body.String(), `"totalItems":0`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

// doors in guests.go name the routes of a sign-in, and Salud in salud.go the one of
// health: each is there, and answers somebody who has no session.
func TestPocketBaseStillHasTheDoorsOfASignIn(t *testing.T) {
	t.Parallel()
	api := hookstest.API(t, hookstest.Stock(t))
	for _, path := range servidor.Doors {
		method, want := http.MethodPost, http.StatusBadRequest // an empty form
		switch {
		case strings.HasSuffix(path, "/health"), strings.HasSuffix(path, "/auth-methods"):
			method, want = http.MethodGet, http.StatusOK
		case strings.HasSuffix(path, "-otp"):
			want = http.StatusForbidden // codes are switched off until an administrator asks for them
		}
		if answer := hookstest.Ask(t, api, "", method, path, map[string]any{}); answer.Code != want {
			t.Errorf("%s %s: %d %s", method, path, answer.Code, answer.Body)
		}
	}
	e := httptest.NewRequest(http.MethodGet, "/api/realtime", nil)
	ctx, leave := context.WithCancel(e.Context())
	leave() // the stream would go on
	answer := httptest.NewRecorder()
	if api.ServeHTTP(answer, e.WithContext(ctx)); answer.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("a guest's stream: %d %s", answer.Code, answer.Body)
	}
}

// guestWall and readOnlySQL bind at the priority 0 and lean on PocketBase having read the
// session before; sql.go leans on the pattern of the console's route, on the name of its
// field, and on a body that is still there for the console after a handler read it.
func TestPocketBaseStillAsksTheSQLConsoleAfterOurHandlers(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	admin, token := hookstest.Admin(t, app)
	asked := ""
	api := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		r.BindFunc(func(e *core.RequestEvent) error {
			body := struct {
				Query string `json:"query" form:"query"`
			}{}
			if err := e.BindBody(&body); err != nil || e.Auth == nil || e.Auth.Id != admin.Id {
				t.Errorf("session %v, body %v", e.Auth, err)
			}
			asked = e.Request.Pattern + " " + body.Query
			return e.Next()
		})
	})
	const query = "SELECT name FROM _collections WHERE name = 'cosas'"
	answer := hookstest.Ask(t, api, token, http.MethodPost, "/api/sql", map[string]any{"query": query})
	if answer.Code != 200 || !strings.Contains(answer.Body.String(), "cosas") || asked != "POST /api/sql "+query {
		t.Errorf("asked %q: %d %s", asked, answer.Code, answer.Body)
	}
}

// readOnlySQL in sql.go exists because of this: what the console changes meets no event
// of a record.
func TestPocketBaseStillRunsSQLBelowTheEventsOfRecords(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	r := hookstest.Thing(t, app, hookstest.Things(t, app, &core.TextField{Name: "nombre"}), nil)
	_, token := hookstest.Admin(t, app)
	met := false
	app.OnRecordUpdate("cosas").BindFunc(func(e *core.RecordEvent) error {
		met = true
		return e.Next()
	})
	query := map[string]any{"query": "UPDATE cosas SET nombre = 'x'"}
	answer := hookstest.Ask(t, hookstest.API(t, app), token, http.MethodPost, "/api/sql", query)
	changed, err := app.FindRecordById("cosas", r.Id)
	if answer.Code != 200 || err != nil || changed.GetString("nombre") != "x" || met {
		t.Errorf("%d, met a rule: %v, %v %v", answer.Code, met, changed, err)
	}
}

// isPublicFile in guests.go leans on downloads, of backups too, that carry a file token
// in the address in place of a session, and on PocketBase judging that token itself.
func TestPocketBaseStillOpensADownloadWithAFileTokenAlone(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20, Protected: true})
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("carta.pdf", hookstest.PDF(1))})
	admin, _ := hookstest.Admin(t, app)
	if err := app.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	token, err := admin.NewFileToken()
	if err != nil {
		t.Fatal(err)
	}
	if holder, err := app.FindAuthRecordByToken(token, core.TokenTypeFile); err != nil || holder.Id != admin.Id {
		t.Errorf("the token is of %v (%v)", holder, err)
	}
	api := hookstest.API(t, app)
	for _, path := range []string{"/api/files/cosas/" + r.Id + "/" + r.GetString("archivo"), "/api/backups/copia.zip"} {
		for query, open := range map[string]bool{"": false, "?token=x": false, "?token=" + token: true} {
			if answer := hookstest.Ask(t, api, "", http.MethodGet, path+query, nil); (answer.Code == 200) != open {
				t.Errorf("%s%.10s: %d", path, query, answer.Code)
			}
		}
	}
}
