package bandeja_test

import (
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
