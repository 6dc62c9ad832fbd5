package bandeja_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// With a second factor a password opens nothing: neither the inbox nor the API.
func TestAPasswordAloneOpensNothingWhereACodeIsAsked(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	entidad, _ := mesa.FindEntidad(o.App)
	entidad.Set("segundo_factor", true)
	hookstest.WantRefusal(t, o.Save(entidad.Record), 422, "segundo_factor", mesa.TextSinCorreoProbado)
	o.Filed(t, nil)
	o.Deliver(t)
	o.Set(t, map[string]any{"segundo_factor": true})
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	p := b.Post("/bandeja/ingresar", "correo", "mesa@ejemplo.pe", "clave", clave, "volver", "/bandeja?tab=todas")
	if p.Status != 303 || !strings.HasPrefix(p.Location, "/bandeja/codigo") {
		t.Fatalf("the password: %d %s", p.Status, p.Location)
	}
	if p := b.Get("/bandeja"); p.Status != 303 || !strings.HasPrefix(p.Location, "/bandeja/ingresar") {
		t.Errorf("before the code: %d %s", p.Status, p.Location)
	}
	right := uitest.LastCode(t, o, "mesa@ejemplo.pe")
	wrong := strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, right)
	if p := b.Post("/bandeja/codigo", "codigo", wrong); p.Status != 422 || !p.Has(mesa.TextCodigoMalo) {
		t.Errorf("a wrong code: %d", p.Status)
	}
	if p := b.Post("/bandeja/codigo", "codigo", right, "volver", "/bandeja?tab=todas"); p.Status != 303 || p.Location != "/bandeja?tab=todas" {
		t.Errorf("the code: %d %s", p.Status, p.Location)
	}
	if p := b.Get("/bandeja"); p.Status != 200 {
		t.Errorf("after the code: %d", p.Status)
	}
	api := map[string]any{"identity": "mesa@ejemplo.pe", "password": clave}
	if p := (uitest.REST{Browser: b}).Call("POST", "/api/collections/personal/auth-with-password", api); p.Status != 403 {
		t.Errorf("the API: %d %s", p.Status, p.Body)
	}
	if p := b.Post("/bandeja/salir"); p.Status != 303 {
		t.Errorf("leaving: %d", p.Status)
	}
	if p := b.Get("/bandeja"); p.Status != 303 {
		t.Errorf("after leaving: %d", p.Status)
	}
}

// The dashboard hands a superuser over, and nobody else.
func TestOnlyASuperuserIsHandedOverFromTheDashboard(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	staff := o.Record(t, mesa.ColPersonal, account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, ""))
	token, err := staff.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		token  string
		status int
	}{{"", 401}, {token, 403}, {uitest.Superuser(t, o), 204}} {
		b := uitest.NewBrowser(t, site)
		if p := (uitest.REST{Browser: b, Token: c.token}).Call("POST", "/bandeja/relevo", nil); p.Status != c.status {
			t.Errorf("relevo: %d, want %d", p.Status, c.status)
		}
		if p := b.Get("/bandeja"); (p.Status == 200) != (c.status == 204) {
			t.Errorf("then the inbox: %d", p.Status)
		}
	}
}

// An account signs in to the API with its password, and with no other answer than one when
// it may not.
func TestAnAccountSignsInToTheAPI(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	r := o.Record(t, mesa.ColPersonal, account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, ""))
	o.Filed(t, nil)
	api := uitest.REST{Browser: uitest.NewBrowser(t, site)}
	try := func(correo, password string) uitest.Page {
		return api.Call("POST", "/api/collections/personal/auth-with-password", map[string]any{"identity": correo, "password": password})
	}
	p := try("mesa@ejemplo.pe", clave)
	var answer struct{ Token string }
	if err := json.Unmarshal([]byte(p.Body), &answer); p.Status != 200 || err != nil || answer.Token == "" {
		t.Fatalf("the right password: %d %s", p.Status, p.Body)
	}
	signed := uitest.REST{Browser: api.Browser, Token: answer.Token}
	if p := signed.Call("GET", "/api/collections/solicitudes/records", nil); p.Status != 200 || !p.Has("1-2026") {
		t.Errorf("its list: %d", p.Status)
	}
	wrong, unknown := try("mesa@ejemplo.pe", "no-es-esta-clave"), try("nadie@ejemplo.pe", clave)
	r.Set("activo", false)
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	off := try("mesa@ejemplo.pe", clave)
	for _, p := range []uitest.Page{wrong, unknown, off} {
		if p.Status != 401 || p.Body != wrong.Body {
			t.Errorf("%d %s", p.Status, p.Body)
		}
	}
}

// Who sends a form after the session ended is told so, and comes back to the form.
func TestAFormWithoutASessionLeadsBackToItsPage(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, guest := reception(t, o)
	o.Filed(t, nil)
	for path, volver := range map[string]string{
		"/bandeja/1-2026/observar": "/bandeja/1-2026/observar", "/bandeja/1-2026/vista-previa": "/bandeja/1-2026/vista-previa",
		"/bandeja/lote": "/bandeja", "/bandeja/presencial/persona": "/bandeja/presencial", "/bandeja/frases": "/bandeja/frases",
		"/bandeja/correos/reintentar": "/bandeja/correos",
	} {
		p := guest.Post(path, "observaciones", "Falta la firma.")
		if want := "/bandeja/ingresar?" + (url.Values{"volver": {volver}, "vencio": {"1"}}).Encode(); p.Status != 303 || p.Location != want {
			t.Errorf("%s: %d %s", path, p.Status, p.Location)
		}
		if shown := guest.Get(p.Location); !shown.Has("Su sesión venció. Ingrese otra vez.") || shown.Field("volver") != volver {
			t.Errorf("%s: the sign-in goes on to %q", path, shown.Field("volver"))
		}
	}
	if guest.Get("/bandeja/ingresar").Has("venció") {
		t.Error("the plain sign-in speaks of a session")
	}
	for path, want := range map[string]string{
		"/bandeja/1-2026/observar": "/bandeja/1-2026?acto=observar", "/bandeja/1-2026/vista-previa": "/bandeja/1-2026?acto=vista-previa",
	} {
		if p := b.Get(path); p.Status != 303 || p.Location != want || b.Get(want).Status != 200 {
			t.Errorf("%s: %d %s", path, p.Status, p.Location)
		}
	}
	for _, path := range []string{"/bandeja/1-2026/nada", "/bandeja/9-2026/observar"} {
		if p := b.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

// What staff may not see, or is not there, is said in the frame of the inbox.
func TestStaffStayInTheirFrameWhenAPageIsRefused(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	foreign := b.Request("POST", "/bandeja/frases", "clave=x", "Content-Type", "application/x-www-form-urlencoded",
		"Sec-Fetch-Site", "cross-site")
	for name, c := range map[string]struct {
		p    uitest.Page
		want int
	}{
		"an absent filing": {b.Get("/bandeja/9-2026"), 404}, "a page of jefatura": {b.Get("/bandeja/accesos"), 403},
		"a form of another site": {b.Do(foreign), 403},
	} {
		if c.p.Status != c.want || !c.p.Has(`<body class="bd">`) || !c.p.Has("Ir a la bandeja") || c.p.Has("borrador") ||
			c.p.Has("Ir al inicio") {
			t.Errorf("%s: %d %s", name, c.p.Status, c.p.Body)
		}
	}
}
