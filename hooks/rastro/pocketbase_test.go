package rastro_test

import (
	"net/http"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// withFile is PocketBase alone with a file that needs a token.
func withFile(t *testing.T) (app core.App, r *core.Record, admin *core.Record, token string) {
	t.Helper()
	app = hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20, Protected: true})
	r = hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("carta.pdf", hookstest.PDF(1))})
	admin, token = hookstest.Admin(t, app)
	return app, r, admin, token
}

// noteView and noteList in acceso.go lean on the request events telling of what a
// superuser reads too, whom no rule of a collection stops.
func TestPocketBaseStillTellsOfWhatASuperuserReads(t *testing.T) {
	t.Parallel()
	app, r, admin, token := withFile(t)
	viewed, listed := "", ""
	app.OnRecordViewRequest("cosas").BindFunc(func(e *core.RecordRequestEvent) error {
		viewed = e.Auth.Id + " " + e.Record.Id
		return e.Next()
	})
	app.OnRecordsListRequest("cosas").BindFunc(func(e *core.RecordsListRequestEvent) error {
		listed = e.Auth.Id + " " + e.Collection.Name + " " + e.Request.URL.Query().Get("filter")
		return e.Next()
	})
	api := hookstest.API(t, app)
	for _, path := range []string{"/" + r.Id, "?filter=id!=''"} {
		if answer := hookstest.Ask(t, api, token, http.MethodGet, "/api/collections/cosas/records"+path, nil); answer.Code != 200 {
			t.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
		}
	}
	if viewed != admin.Id+" "+r.Id || listed != admin.Id+" cosas id!=''" {
		t.Errorf("viewed %q, listed %q", viewed, listed)
	}
}

// noteDownload in acceso.go leans on three things: a download brings a file token and no
// session, the event has the file's name, and PocketBase sets only headers that are
// missing, so that a citizen's file keeps our type and our policy.
func TestPocketBaseStillKeepsTheHeadersOfADownload(t *testing.T) {
	t.Parallel()
	app, r, admin, _ := withFile(t)
	file, err := admin.NewFileToken()
	if err != nil {
		t.Fatal(err)
	}
	app.OnFileDownloadRequest("cosas").BindFunc(func(e *core.FileDownloadRequestEvent) error {
		holder, err := e.App.FindAuthRecordByToken(e.Request.URL.Query().Get("token"), core.TokenTypeFile)
		if err != nil || holder.Id != admin.Id || e.Auth != nil || e.ServedName != r.GetString("archivo") || e.Record.Id != r.Id {
			t.Errorf("session %v, token of %v (%v), file %q of %s", e.Auth, holder, err, e.ServedName, e.Record.Id)
		}
		e.Response.Header().Set("Content-Type", "text/prueba")
		e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; prueba")
		return e.Next()
	})
	path := "/api/files/cosas/" + r.Id + "/" + r.GetString("archivo")
	answer := hookstest.Ask(t, hookstest.API(t, app), "", http.MethodGet, path+"?token="+file, nil)
	h := answer.Header()
	if answer.Code != 200 || h.Get("Content-Type") != "text/prueba" || h.Get("Content-Security-Policy") != "default-src 'none'; prueba" {
		t.Errorf("%d %v", answer.Code, h)
	}
}

// nameStaff in actor.go leans on the record of a request's event being the one that is
// saved, and reaching the event of the save with its marks.
func TestPocketBaseStillSavesTheVeryRecordOfTheRequest(t *testing.T) {
	t.Parallel()
	app, _, _, token := withFile(t)
	ana := mesa.Actor{Name: "personal/x ANA"}
	app.OnRecordCreateRequest("cosas").BindFunc(func(e *core.RecordRequestEvent) error {
		mesa.SetActor(e.Record, ana)
		return e.Next()
	})
	var saves mesa.Actor
	app.OnRecordCreate("cosas").BindFunc(func(e *core.RecordEvent) error {
		saves = mesa.ActorOf(e.Record)
		return e.Next()
	})
	answer := hookstest.Ask(t, hookstest.API(t, app), token, http.MethodPost, "/api/collections/cosas/records", map[string]any{})
	if answer.Code != 200 || saves != ana {
		t.Errorf("%d %s, saved by %+v", answer.Code, answer.Body, saves)
	}
}
