package servidor_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// errServed ends a start where the server would listen, before any job runs.
var errServed = errors.New("served")

// serve starts the program up to the moment of listening and gives its routes.
func serve(t *testing.T, o *hookstest.Office, addr string, routes ...func(*router.Router[*core.RequestEvent])) (http.Handler, error) {
	t.Helper()
	r, err := apis.NewRouter(o.App)
	if err != nil {
		t.Fatal(err)
	}
	for _, add := range routes {
		add(r)
	}
	var mux http.Handler
	event := &core.ServeEvent{App: o.App, Router: r, Server: &http.Server{Addr: addr}}
	err = o.App.OnServe().Trigger(event, func(e *core.ServeEvent) error {
		if len(routes) == 0 {
			return errServed // a second start binds the dashboard's routes again
		}
		built, err := e.Router.BuildMux()
		mux = built
		return errors.Join(err, errServed)
	})
	if errors.Is(err, errServed) {
		return mux, nil
	}
	return nil, err
}

func mustServe(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if _, err := serve(t, o, "127.0.0.1:8090"); err != nil {
		t.Fatal(err)
	}
}

func TestADevelopmentServerIsReachedFromThisMachineOnly(t *testing.T) {
	dev, production := hookstest.New(t, workday), hookstest.NewProduction(t, workday)
	t.Setenv("MESA_URL", "https://mesa.ejemplo.pe")
	for addr, want := range map[string]bool{
		"127.0.0.1:0": true, "127.0.0.2:80": true, "localhost:8090": true, "[::1]:1": true, "[::ffff:127.0.0.1]:80": true,
		"0.0.0.0:80": false, "[::]:80": false, ":8090": false, "": false, "192.0.2.1:80": false, "[2001:db8::1]:80": false,
		"localhost.ejemplo.pe:80": false, "mesa.ejemplo.pe:443": false, "127.0.0.1.ejemplo.pe:80": false, "10.0.0.1:80": false,
	} {
		if _, err := serve(t, dev, addr); (err == nil) != want {
			t.Errorf("--dev on %q: %v", addr, err)
		}
		if _, err := serve(t, production, addr); err != nil {
			t.Errorf("without --dev on %q: %v", addr, err)
		}
	}
}

func TestTheEnvironmentIsAppliedAndOutlivesItsVariables(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	want := map[string]string{
		"MESA_URL": "https://mesa.ejemplo.pe", "MESA_SMTP_HOST": "smtp.ejemplo.pe", "MESA_SMTP_PORT": "2525", "MESA_SMTP_USER": "usuario",
		"MESA_SMTP_PASSWORD": "clave-de-prueba", "MESA_SMTP_TLS": "true",
		"MESA_SMTP_FROM": "mesa@ejemplo.pe", "MESA_PROXY_HEADER": "X-Real-IP, X-Forwarded-For",
	}
	check := func(when string) {
		t.Helper()
		s := o.Settings()
		if s.SMTP.Password != os.Getenv("MESA_SMTP_PASSWORD") {
			t.Errorf("%s: the password is %q", when, s.SMTP.Password)
		}
		if s.Meta.AppURL != want["MESA_URL"] || s.SMTP.Host != want["MESA_SMTP_HOST"] || s.SMTP.Port != 2525 ||
			s.SMTP.Username != want["MESA_SMTP_USER"] ||
			!s.SMTP.TLS || !s.SMTP.Enabled || s.Meta.SenderAddress != want["MESA_SMTP_FROM"] ||
			strings.Join(s.TrustedProxy.Headers, " ") != "X-Real-IP X-Forwarded-For" {
			t.Errorf("%s: %+v %+v %+v", when, s.Meta, s.SMTP, s.TrustedProxy)
		}
	}
	for name, value := range want {
		t.Setenv(name, value)
	}
	mustServe(t, o)
	check("at the first start")
	if err := o.ReloadSettings(); err != nil {
		t.Fatal(err)
	}
	check("read back from the base")
	for name := range want {
		t.Setenv(name, "")
	}
	if err := o.ReloadSettings(); err != nil {
		t.Fatal(err)
	}
	mustServe(t, o)
	check("without variables")
}

func TestWhatTheDashboardSetStaysWhenNoVariableSaysOtherwise(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	s := o.Settings()
	s.Meta.AppName, s.Meta.SenderName, s.Meta.AppURL = "Mi mesa", "Mi oficina", "https://otra.ejemplo.pe"
	s.SMTP.Enabled, s.SMTP.Host, s.SMTP.Port = true, "smtp.ejemplo.pe", 587
	if err := o.Save(s); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MESA_SMTP_PORT", "2525")
	mustServe(t, o)
	s = o.Settings()
	if s.Meta.AppName != "Mi mesa" || s.Meta.SenderName != "Mi oficina" ||
		s.Meta.AppURL != "https://otra.ejemplo.pe" || s.SMTP.Host != "smtp.ejemplo.pe" || s.SMTP.Port != 2525 {
		t.Errorf("%+v %+v", s.Meta, s.SMTP)
	}
}

func TestANewOfficeNamesTheDashboardAndTheMails(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mustServe(t, o)
	if s := o.Settings(); s.Meta.AppName != "Mesa de Partes - CENARES" || s.Meta.SenderName != "Mesa de Partes - CENARES" {
		t.Errorf("%+v", s.Meta)
	}
}

func TestAnAddressNobodyGaveIsUsedButNotStored(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mustServe(t, o)
	for addr, want := range map[string]string{
		"127.0.0.1:8090": "http://127.0.0.1:8090", "0.0.0.0:80": "http://localhost:80", ":8090": "http://localhost:8090",
	} {
		if _, err := serve(t, o, addr); err != nil {
			t.Fatal(err)
		}
		if got := oficina.URL(o.App); got != want {
			t.Errorf("serving on %s, links go to %v", addr, got)
		}
	}
	if err := o.ReloadSettings(); err != nil {
		t.Fatal(err)
	}
	if got := o.Settings().Meta.AppURL; got != "http://localhost:8090" {
		t.Errorf("%s was stored", got)
	}
}

func TestAVariableThatCannotBeReadStopsTheStart(t *testing.T) {
	for _, c := range []struct{ name, value string }{
		{"MESA_SMTP_PORT", "abc"}, {"MESA_SMTP_PORT", "25x"}, {"MESA_SMTP_PORT", "-1"},
		{"MESA_SMTP_PORT", "0"}, {"MESA_SMTP_PORT", "99999999999999999999"},
		{"MESA_SMTP_TLS", "quizá"}, {"MESA_URL", "no es una dirección"},
		{"MESA_SMTP_FROM", "sin arroba"}, {"MESA_SUPERUSER_EMAIL", "admin@ejemplo.pe"},
		{"MESA_SUPERUSER_PASSWORD", "clave-de-prueba-1"},
	} {
		t.Run(c.name+" "+c.value, func(t *testing.T) {
			o := hookstest.NewProduction(t, workday)
			t.Setenv("MESA_SMTP_HOST", "smtp.ejemplo.pe")
			t.Setenv(c.name, c.value)
			if _, err := serve(t, o, "127.0.0.1:8090"); err == nil {
				t.Error("the server starts")
			}
		})
	}
}

func TestTheSuperuserOfTheEnvironmentIsMadeOnce(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	t.Setenv("MESA_SUPERUSER_EMAIL", "admin@ejemplo.pe")
	t.Setenv("MESA_SUPERUSER_PASSWORD", "clave-de-prueba-1")
	mustServe(t, o)
	r, err := o.FindAuthRecordByEmail(core.CollectionNameSuperusers, "admin@ejemplo.pe")
	if err != nil || !r.ValidatePassword("clave-de-prueba-1") {
		t.Fatalf("no account: %v", err)
	}
	r.SetPassword("otra-clave-de-prueba-2")
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	mustServe(t, o)
	again, err := o.FindAuthRecordByEmail(core.CollectionNameSuperusers, "admin@ejemplo.pe")
	if err != nil || again.Id != r.Id || !again.ValidatePassword("otra-clave-de-prueba-2") || again.ValidatePassword("clave-de-prueba-1") {
		t.Errorf("the second start changed the account: %v", err)
	}
	all, _ := o.FindAllRecords(core.CollectionNameSuperusers)
	made := 0
	for _, a := range all {
		if a.Email() != core.DefaultInstallerEmail {
			made++
		}
	}
	if made != 1 {
		t.Errorf("%d superusers", made)
	}
}

func TestASuperuserWithAWeakPasswordStopsTheStart(t *testing.T) {
	o := hookstest.NewProduction(t, workday)
	t.Setenv("MESA_SUPERUSER_EMAIL", "admin@ejemplo.pe")
	t.Setenv("MESA_SUPERUSER_PASSWORD", "corta")
	if _, err := serve(t, o, "127.0.0.1:8090"); err == nil {
		t.Error("the server starts")
	}
}

func TestTheVisitorsAddressComesFromTheProxyOnlyWhenSet(t *testing.T) {
	for _, c := range []struct{ variable, header, value, want string }{
		{"", "X-Forwarded-For", "198.51.100.7", "192.0.2.1"},
		{"X-Forwarded-For", "X-Forwarded-For", "198.51.100.7", "198.51.100.7"},
		{"X-Forwarded-For", "X-Forwarded-For", "203.0.113.9, 198.51.100.7", "198.51.100.7"}, // the first is what the visitor wrote
		{"X-Forwarded-For", "X-Real-IP", "198.51.100.7", "192.0.2.1"},
		{"X-Real-IP, X-Forwarded-For", "X-Forwarded-For", "198.51.100.7", "198.51.100.7"},
		{"X-Forwarded-For", "X-Forwarded-For", "nada", "192.0.2.1"},
	} {
		t.Run(c.variable+" "+c.value, func(t *testing.T) {
			o := hookstest.NewProduction(t, workday)
			t.Setenv("MESA_PROXY_HEADER", c.variable)
			mux, err := serve(t, o, "127.0.0.1:8090", func(r *router.Router[*core.RequestEvent]) {
				r.GET("/prueba/ip", func(e *core.RequestEvent) error { return e.String(http.StatusOK, e.RealIP()) })
			})
			if err != nil {
				t.Fatal(err)
			}
			req := httptest.NewRequest(http.MethodGet, "/prueba/ip", nil)
			req.RemoteAddr = "192.0.2.1:4321"
			req.Header.Set(c.header, c.value)
			rec := httptest.NewRecorder()
			mux.ServeHTTP(rec, req)
			if got := rec.Body.String(); rec.Code != http.StatusOK || got != c.want {
				t.Errorf("%d %s, want %s", rec.Code, got, c.want)
			}
		})
	}
}

func TestADevelopmentServerKeepsItsMailsOnlyWithoutAMailServer(t *testing.T) {
	for _, c := range []struct {
		name, host string
		open       func(testing.TB, string) *hookstest.Office
		want       bool
	}{
		{"--dev without SMTP", "", hookstest.New, true},
		{"--dev with SMTP", "smtp.ejemplo.pe", hookstest.New, false},
		{"production", "", hookstest.NewProduction, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.open(t, workday)
			o.Mailer.Mailbox = nil
			t.Setenv("MESA_SMTP_HOST", c.host)
			mustServe(t, o)
			if got := o.Mailer.Mailbox != nil; got != c.want {
				t.Errorf("a mailbox: %v", got)
			}
		})
	}
}
