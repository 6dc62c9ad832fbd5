// Package uitest serves a front desk under test over real HTTP and visits it as
// a browser without JavaScript does: with a cookie jar. Only tests import it.
package uitest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/oficina"
	"mesadepartes/ui"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// screen is parsed once for all sites of a package: it took an eighth of what the tests
// of the pages compute.
var screen = sync.OnceValues(func() (*web.Screen, error) { return ui.NewScreen(hookstest.Files(), false) })

// Serve starts the whole site of an office: its screens and the API.
func Serve(t testing.TB, o *hookstest.Office) *httptest.Server {
	t.Helper()
	Mount(t, o)
	router, err := apis.NewRouter(o.App)
	if err != nil {
		t.Fatal(err)
	}
	// The app needs the server's address, which is known once the server listens, so the
	// handler is set afterwards.
	site := httptest.NewUnstartedServer(nil)
	event := &core.ServeEvent{App: o.App, Router: router, Server: &http.Server{Addr: site.Listener.Addr().String()}}
	err = o.App.OnServe().Trigger(event, func(e *core.ServeEvent) error {
		mux, err := e.Router.BuildMux()
		site.Config.Handler = mux
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Start()
	t.Cleanup(site.Close)
	return site
}

// Mount puts the screens on an office that a test serves itself.
func Mount(t testing.TB, o *hookstest.Office) {
	t.Helper()
	pages, err := screen()
	if err != nil {
		t.Fatal(err)
	}
	err = ui.Mount(o.App, ui.Config{
		Screen: pages, Now: o.Clock.Now, Out: o.Out, Codes: o.Codes,
		Captcha: o.Desk.Captcha, Correo: o.Mailer, Cuenta: o.Desk.Reloj.CountsNow,
		Sesion: o.Desk.Sesion, Rastro: o.Desk.Rastro, Calendario: oficina.Calendar, URL: oficina.URL,
		Salida: o.Mailer, Mudanza: o.Desk.Solicitud, Padron: o.Consulta.PadronDe, Registro: o.Registro,
		Sellada: o.Borrador.Sellada, Copia: o.Respaldo.Estado, Replica: o.Replica.Estado,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Superuser makes an administrator and gives a token for the API.
func Superuser(t testing.TB, o *hookstest.Office) string {
	t.Helper()
	r := o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": "admin@ejemplo.pe", "password": "clave-de-prueba-1"})
	token, err := r.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// LastCode is the newest validation code that --dev printed for an address.
func LastCode(t testing.TB, o *hookstest.Office, correo string) string {
	t.Helper()
	return lastPrinted(t, o, "[dev] codigo "+correo+" ")
}

// Captcha is the answer to a captcha that --dev printed.
func Captcha(t testing.TB, o *hookstest.Office, id string) string {
	t.Helper()
	return lastPrinted(t, o, "[dev] captcha "+id+" ")
}

func lastPrinted(t testing.TB, o *hookstest.Office, prefix string) string {
	t.Helper()
	found := ""
	for line := range strings.Lines(o.Out.String()) {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			found = strings.TrimSpace(rest)
		}
	}
	if found == "" {
		t.Fatalf("nothing printed begins with %q", prefix)
	}
	return found
}
