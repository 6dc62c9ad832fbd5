package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
)

// isFramework in errors.go knows PocketBase's own refusals by their texts: those that its
// router sends by itself are the texts of its constructors, and begin no Spanish page. A
// wrong method is refused as an address that does not exist.
func TestPocketBaseStillRefusesInTheTextsOfItsConstructors(t *testing.T) {
	t.Parallel()
	api := hookstest.API(t, hookstest.Stock(t), func(r *router.Router[*core.RequestEvent]) {
		r.POST("/prueba", func(e *core.RequestEvent) error {
			_, err := io.Copy(io.Discard, e.Request.Body)
			return errors.Join(err, e.NoContent(204))
		})
	})
	for _, c := range []struct {
		method, path string
		length       int64
		status       int
		text         string
	}{
		{http.MethodGet, "/nada", 0, 404, router.NewNotFoundError("", nil).Message},
		{http.MethodGet, "/prueba", 0, 404, router.NewNotFoundError("", nil).Message},
		{http.MethodPost, "/prueba", 33 << 20, 413, apis.ErrRequestEntityTooLarge.Message},
	} {
		req := httptest.NewRequest(c.method, c.path, nil)
		req.ContentLength = c.length
		answer := httptest.NewRecorder()
		api.ServeHTTP(answer, req)
		if answer.Code != c.status || !strings.Contains(answer.Body.String(), `"message":"`+c.text+`"`) {
			t.Errorf("%s %s: %d %s", c.method, c.path, answer.Code, answer.Body)
		}
	}
}

// explain in errors.go makes a 500 of what is no refusal, because PocketBase answers 400
// to every error that carries no status.
func TestPocketBaseStillAnswers400ToAnErrorWithoutAStatus(t *testing.T) {
	t.Parallel()
	api := hookstest.API(t, hookstest.Stock(t), func(r *router.Router[*core.RequestEvent]) {
		r.GET("/prueba", func(*core.RequestEvent) error { return errors.New(secretCause) })
	})
	if answer := hookstest.Ask(t, api, "", http.MethodGet, "/prueba", nil); answer.Code != 400 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

// ErrorPages in errors.go and SecurityHeaders in security.go come before the activity
// logger: they run outside of it, so that an error which becomes a page was logged with
// its cause, and a header is set for whatever refuses a request later.
func TestPocketBaseStillLogsInsideOfWhatComesBeforeItsLogger(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	app.Settings().Logs.MaxDays = 1
	t.Cleanup(func() { app.Settings().Logs.MaxDays = 0 })
	api := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		r.Bind(&hook.Handler[*core.RequestEvent]{
			Priority: apis.DefaultActivityLoggerMiddlewarePriority - 10,
			Func: func(e *core.RequestEvent) error {
				if err := e.Next(); err == nil {
					t.Error("the error did not come this far")
				}
				return e.String(http.StatusTeapot, "página")
			},
		})
		r.GET("/prueba", func(*core.RequestEvent) error { return errors.New(secretCause) })
	})
	if answer := hookstest.Ask(t, api, "", http.MethodGet, "/prueba", nil); answer.Code != http.StatusTeapot {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	lines := hookstest.LoggedSoon(t, app)
	if len(lines) != 1 || lines[0].Data["error"] != secretCause || lines[0].Data["url"] != "/prueba" {
		t.Errorf("the log has %v", lines)
	}
}

// Unwrap in upload.go leans on the wrapper around a body: it keeps a copy of what is read,
// to give it again, and on a route without the limit of bodies the body itself lies
// inside.
func TestPocketBaseStillKeepsACopyOfABodyInItsWrapper(t *testing.T) {
	t.Parallel()
	api := hookstest.API(t, hookstest.Stock(t), func(r *router.Router[*core.RequestEvent]) {
		r.POST("/prueba", func(e *core.RequestEvent) error {
			wrapper, is := e.Request.Body.(*router.RereadableReadCloser)
			if !is {
				t.Errorf("the body is a %T", e.Request.Body)
				return nil
			}
			inside, read := wrapper.ReadCloser, ""
			for range 2 {
				data, err := io.ReadAll(wrapper)
				if err != nil {
					t.Error(err)
				}
				read += string(data) + " "
			}
			rest, err := io.ReadAll(inside)
			if read != "{} {} " || len(rest) > 0 || err != nil {
				t.Errorf("read %q from the wrapper, then %q (%v) from the body", read, rest, err)
			}
			return e.NoContent(204)
		}).Unbind(apis.DefaultBodyLimitMiddlewareId) // else the wrapper lies within another one
	})
	req := httptest.NewRequest(http.MethodPost, "/prueba", strings.NewReader("{}"))
	api.ServeHTTP(httptest.NewRecorder(), req)
}

// Limiter in limit.go exists because of this: PocketBase's own limiter does not say when
// to come again, as the contract asks.
func TestPocketBaseStillRefusesHasteWithoutSayingHowLongToWait(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	limits := &app.Settings().RateLimits
	limits.Enabled, limits.Rules = true, []core.RateLimitRule{{Label: "/prueba", MaxRequests: 1, Duration: 3600}}
	api := hookstest.API(t, app, func(r *router.Router[*core.RequestEvent]) {
		r.GET("/prueba", func(e *core.RequestEvent) error { return e.NoContent(204) })
	})
	hookstest.Ask(t, api, "", http.MethodGet, "/prueba", nil)
	answer := hookstest.Ask(t, api, "", http.MethodGet, "/prueba", nil)
	if wait := answer.Header().Get("Retry-After"); answer.Code != 429 || wait != "" {
		t.Errorf("%d, Retry-After %q: %s", answer.Code, wait, answer.Body)
	}
}
