package web_test

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const workday = "2026-03-24T10:00:00-05:00"

// wait is how long a refusal says to wait; zero when there is none.
func wait(err error) time.Duration {
	var many mesa.TooMany
	errors.As(err, &many)
	return many.Wait
}

func TestALimitCountsInAWindowThatSlides(t *testing.T) {
	t.Parallel()
	clock := hookstest.At(workday)
	l := web.NewLimiter(clock.Now, 3, 10*time.Minute)
	for i := range 3 {
		if err := l.Take("a"); err != nil {
			t.Fatalf("event %d: %v", i, err)
		}
		clock.Add(time.Minute)
	}
	for range 5 { // refusals don't lengthen the wait
		if got := wait(l.Take("a")); got != 7*time.Minute {
			t.Fatalf("wait %v", got)
		}
	}
	if err := l.Take("b"); err != nil {
		t.Error("another visitor pays:", err)
	}
	clock.Add(7*time.Minute - 1)
	if wait(l.Take("a")) != 1 {
		t.Error("open a moment early")
	}
	clock.Add(1)
	if err := l.Take("a"); err != nil {
		t.Error("closed when the window is over:", err)
	}
	if got := wait(l.Take("a")); got != time.Minute {
		t.Errorf("the second event of the window leaves in %v", got)
	}
}

func TestManyVisitorsAtOnceNeverPassALimit(t *testing.T) {
	t.Parallel()
	l := web.NewLimiter(hookstest.At(workday).Now, 10, time.Minute)
	var passed atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if l.Take("a") == nil {
				passed.Add(1)
			}
		})
	}
	all.Wait()
	if passed.Load() != 10 {
		t.Errorf("%d passed", passed.Load())
	}
}

func TestFiveMissesCloseAKeyForItsTime(t *testing.T) {
	t.Parallel()
	clock := hookstest.At(workday)
	l := web.NewLocks(clock.Now, 5, 15*time.Minute)
	for i := range 5 {
		if err := l.Check("n:1-2026", "d:11111111"); err != nil {
			t.Fatalf("closed after %d misses", i)
		}
		l.Miss(fmt.Sprint("guess ", i), "n:1-2026", "d:11111111")
	}
	for _, keys := range [][]string{{"n:1-2026"}, {"d:11111111"}, {"n:9-2026", "d:11111111"}} {
		if got := wait(l.Check(keys...)); got != 15*time.Minute {
			t.Errorf("%v: wait %v", keys, got)
		}
	}
	if err := l.Check("n:9-2026", "d:22222222"); err != nil {
		t.Error("others are closed too:", err)
	}
	clock.Add(15*time.Minute - 1)
	if wait(l.Check("n:1-2026")) != 1 {
		t.Error("open a moment early")
	}
	clock.Add(1)
	if err := l.Check("n:1-2026", "d:11111111"); err != nil {
		t.Error("still closed:", err)
	}
	l.Miss("guess", "n:1-2026")
	if err := l.Check("n:1-2026"); err != nil {
		t.Error("one miss after the lock closes at once:", err)
	}
}

func TestAGuessThatIsRepeatedClosesItselfAlone(t *testing.T) {
	t.Parallel()
	l := web.NewLocks(hookstest.At(workday).Now, 5, 15*time.Minute)
	for i := range 5 {
		if err := l.Check("guess", "n:1-2026"); err != nil {
			t.Fatalf("closed after %d misses", i)
		}
		l.Miss("guess", "n:1-2026")
	}
	if wait(l.Check("guess")) != 15*time.Minute {
		t.Error("the guess is open")
	}
	if err := l.Check("n:1-2026"); err != nil {
		t.Error("its number is closed:", err)
	}
}

func TestAHitForgetsMissesAndOldOnesDoNotCount(t *testing.T) {
	t.Parallel()
	clock := hookstest.At(workday)
	l := web.NewLocks(clock.Now, 2, time.Minute)
	l.Miss("a")
	l.Hit("a")
	l.Miss("a")
	if err := l.Check("a"); err != nil {
		t.Error("a hit forgets nothing:", err)
	}
	clock.Add(time.Minute + 1)
	l.Miss("a")
	if err := l.Check("a"); err != nil {
		t.Error("a miss of long ago counts:", err)
	}
	l.Miss("a")
	if l.Check("a") == nil {
		t.Error("two misses within the time leave it open")
	}
}

func TestOneCustomerIsOneNeighbourhood(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "::ffff:c000:201": "192.0.2.1",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::1": "2001:db8:1:2::/64",
		"2001:0db8:0001:0002:ffff:ffff:ffff:ffff": "2001:db8:1:2::/64",
		"2001:db8:1:3::1":                         "2001:db8:1:3::/64", "::1": "::/64", "nada": "nada", "": "",
	} {
		if got := web.Customer(in); got != want {
			t.Errorf("%q lives in %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24",
		"2001:db8:1:2ff:3:4:5:6": "2001:db8:1:200::/56", "nada": "nada", "": "",
	} {
		if got := web.Neighbourhood(in); got != want {
			t.Errorf("%q lives around %q, want %q", in, got, want)
		}
	}
	if a, b := web.Customer("fe80::1%eth0"), web.Customer("fe80::1%eth1"); a != b {
		t.Errorf("a zone makes two neighbourhoods of one: %s, %s", a, b)
	}
}

func TestASecretIs256BitsAndOnlyItsHashIsStored(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		secret, hash := web.NewSecret()
		raw, err := base64.RawURLEncoding.DecodeString(secret)
		if err != nil || len(raw) != 32 || len(secret) != 43 || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(hash) {
			t.Fatalf("secret %q, hash %q", secret, hash)
		}
		if seen[secret] || seen[hash] {
			t.Fatal("a secret comes twice")
		}
		seen[secret], seen[hash] = true, true
	}
}

func TestOnlyTheBrowserWithTheSecretHoldsIt(t *testing.T) {
	t.Parallel()
	secret, hash := web.NewSecret()
	other, _ := web.NewSecret()
	for _, c := range []struct {
		name, cookie, value, hash string
		want                      bool
	}{
		{"its own", "b_1", secret, hash, true},
		{"of another draft", "b_2", secret, hash, false},
		{"another secret", "b_1", other, hash, false},
		{"the hash itself", "b_1", hash, hash, false},
		{"a longer one", "b_1", secret + "x", hash, false},
		{"an empty one", "b_1", "", hash, false},
		{"nothing stored", "b_1", secret, "", false},
		{"neither", "b_1", "", "", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: c.cookie, Value: c.value})
		if got := web.HoldsSecret(r, "b_1", c.hash); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if web.HoldsSecret(httptest.NewRequest(http.MethodGet, "/", nil), "b_1", hash) {
		t.Error("a browser without cookies holds it")
	}
}

func TestTheCookieOfASecretIsOutOfReach(t *testing.T) {
	t.Parallel()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir()})
	for _, c := range []struct {
		name, url string
		tls, want bool
	}{
		{"plain", "http://localhost:8090", false, false}, {"TLS", "http://localhost:8090", true, true},
		{"behind a proxy", "https://mesa.ejemplo.pe", false, true}, {"no address", "", false, false},
	} {
		app.Settings().Meta.AppURL = c.url
		e := &core.RequestEvent{App: app}
		e.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		if c.tls {
			e.Request.TLS = &tls.ConnectionState{}
		}
		rec := httptest.NewRecorder()
		e.Response = rec
		web.GiveSecret(e, "b_1", "x", 72*time.Hour)
		got := rec.Result().Cookies()
		if len(got) != 1 || !got[0].HttpOnly || got[0].SameSite != http.SameSiteLaxMode || got[0].MaxAge != 259200 ||
			got[0].Path != "/" || got[0].Domain != "" {
			t.Errorf("%s: %v", c.name, got)
		} else if got[0].Secure != c.want {
			t.Errorf("%s: Secure is %v", c.name, got[0].Secure)
		}
	}
}

// static makes the files of a site.
func static(css, js string) fstest.MapFS {
	return fstest.MapFS{
		"static/css/10-b.css": {Data: []byte("/*b*/")}, "static/css/00-a.css": {Data: []byte(css)}, "static/js/mesa.js": {Data: []byte(js)},
		"static/img/sello.svg": {Data: []byte("<svg/>")}, "static/.gitkeep": {}, "static/vendor/htmx.js": {Data: []byte("htmx")},
	}
}

func load(t *testing.T, files fstest.MapFS) *web.Assets {
	t.Helper()
	a, err := web.LoadAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// get asks the assets for an address.
func get(t *testing.T, a *web.Assets, path string) (*httptest.ResponseRecorder, error) {
	t.Helper()
	e := &core.RequestEvent{}
	e.Request = httptest.NewRequest(http.MethodGet, path, nil)
	rec := httptest.NewRecorder()
	e.Response = rec
	return rec, a.Serve(e)
}

func TestAnAssetsAddressChangesWithItsContentOnly(t *testing.T) {
	t.Parallel()
	one, same, two := load(t, static("a", "x")), load(t, static("a", "x")), load(t, static("a2", "x"))
	for _, name := range []string{"mesa.css", "mesa.js", "img/sello.svg", "vendor/htmx.js"} {
		if !regexp.MustCompile(`^/static/[a-z/]+\.[0-9a-f]{12}\.[a-z]+$`).MatchString(one.URL(name)) || one.URL(name) != same.URL(name) {
			t.Errorf("%s is at %q, then %q", name, one.URL(name), same.URL(name))
		}
	}
	if one.URL("mesa.css") == two.URL("mesa.css") || one.URL("mesa.js") != two.URL("mesa.js") {
		t.Error("an address does not follow its content")
	}
	if got := one.URL("vendor/nada.js"); got != "" {
		t.Errorf("what was not built in is at %q", got)
	}
}

func TestALetterThatWasNotBuiltInTakesItsSheetAlong(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"static/css/00-a.css":     {Data: []byte("a{b:c}")},
		"static/css/05-letra.css": {Data: []byte("@font-face{src:url(asset:vendor/x.woff2)}")},
	}
	css := func() string {
		a := load(t, files)
		rec, err := get(t, a, a.URL("mesa.css"))
		if err != nil {
			t.Fatal(err)
		}
		return rec.Body.String()
	}
	if got := css(); got != "a{b:c}" {
		t.Errorf("without the font: %s", got)
	}
	files["static/vendor/x.woff2"] = &fstest.MapFile{Data: []byte("wOF2")}
	a := load(t, files)
	if got := css(); got != `a{b:c}@font-face{src:url("`+a.URL("vendor/x.woff2")+`")}` {
		t.Errorf("with the font: %s", got)
	}
	if rec, err := get(t, a, a.URL("vendor/x.woff2")); err != nil || rec.Header().Get("Content-Type") != "font/woff2" {
		t.Errorf("the font is %s (%v)", rec.Header().Get("Content-Type"), err)
	}
}

func TestAnAssetIsKeptForGoodAndAnUnknownOneIsNotFound(t *testing.T) {
	t.Parallel()
	a := load(t, static("/*a*/ p,\n  b {\n  margin: 0 1px;\n}\n", "  // why\nx(); // kept: it may be in a text\n"))
	for name, c := range map[string]struct{ kind, body string }{
		"mesa.css":      {"text/css; charset=utf-8", " p,b{margin: 0 1px} "},
		"mesa.js":       {"text/javascript; charset=utf-8", "x(); // kept: it may be in a text\n"},
		"img/sello.svg": {"image/svg+xml", "<svg/>"},
	} {
		rec, err := get(t, a, a.URL(name))
		h := rec.Header()
		kept := h.Get("Cache-Control") == "public, max-age=31536000, immutable"
		if err != nil || rec.Body.String() != c.body || h.Get("Content-Type") != c.kind || !kept {
			t.Errorf("%s: %v %v %q", name, err, h, rec.Body)
		}
	}
	for _, path := range []string{
		"/static/mesa.css", "/static/", "/static/mesa.000000000000.css", "/static/css/00-a.css", "/static/.gitkeep", "/static/../go.mod",
	} {
		_, err := get(t, a, path)
		if p, ok := mesa.AsProblem(err); !ok || p.Status != http.StatusNotFound {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestABuildWithoutBrowserLibrariesStillServes(t *testing.T) {
	t.Parallel()
	a := load(t, fstest.MapFS{"static/css/00-a.css": {Data: []byte("a")}})
	if a.URL("mesa.css") == "" || a.URL("vendor/htmx.js") != "" {
		t.Errorf("%q %q", a.URL("mesa.css"), a.URL("vendor/htmx.js"))
	}
	if _, err := web.LoadAssets(fstest.MapFS{}); err == nil {
		t.Error("a program without static files starts")
	}
}

func TestAFloodOfVisitorsLeavesEachLimitInPlace(t *testing.T) {
	t.Parallel()
	clock := hookstest.At(workday)
	l := web.NewLimiter(clock.Now, 1, time.Minute)
	_ = l.Take("juan")
	for i := range 50_010 {
		if err := l.Take(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		if i == 50_000 {
			clock.Add(time.Minute)
		}
	}
	if err := l.Take("juan"); err != nil {
		t.Error("still refused when the window is over:", err)
	}
	if l.Take("juan") == nil {
		t.Error("the flood made the limiter forget a fresh event")
	}
}
