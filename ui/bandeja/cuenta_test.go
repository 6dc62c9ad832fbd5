package bandeja_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

const nueva = "una frase que recuerdo"

func TestAPasswordIsChangedWithTheOldOneAndEndsOtherSessions(t *testing.T) {
	t.Parallel()
	for _, rol := range []mesa.Rol{mesa.RolMesa, mesa.RolJefatura, ""} {
		o := hookstest.New(t, workday)
		site := uitest.Serve(t, o)
		b, rest := signedAt(t, o, site, rol, "")
		correo := map[mesa.Rol]string{"": "admin@ejemplo.pe"}[rol]
		if correo == "" {
			correo = string(rol) + "@ejemplo.pe"
		}
		other := uitest.NewBrowser(t, site)
		enter(t, other, correo)
		for _, c := range []struct{ actual, nueva, repetida, field, text string }{
			{"", "", "", "actual", mesa.TextClaveActual},
			{"no es la actual", nueva, nueva, "actual", mesa.TextClaveActual},
			{clave, "once signos.", "once signos", "repetida", mesa.TextClaveDistintas},
			{clave, "once signos", "once signos", "nueva", mesa.TextClaveCorta},
			{clave, "ñññññññññññññññññññññññññññññññññññññ", "", "nueva", mesa.TextClaveLarga},
			{clave, clave, clave, "nueva", mesa.TextClaveIgual},
		} {
			p := b.Post("/bandeja/cuenta", "actual", c.actual, "nueva", c.nueva, "repetida", c.repetida)
			if p.Status != 422 || !p.Has(c.text) || !p.Has(`href="#`+c.field+`"`) || !p.Has(`id="`+c.field+`"`) || p.Has(`value="`+clave) {
				t.Errorf("%q %q: %d lacks %q", rol, c.nueva, p.Status, c.text)
			}
		}
		if p := other.Get("/bandeja/cuenta"); p.Status != 200 {
			t.Errorf("%q: the other session before: %d", rol, p.Status)
		}
		if p := b.Post("/bandeja/cuenta", "actual", clave, "nueva", nueva, "repetida", nueva); p.Status != 303 {
			t.Fatalf("%q: %d %s", rol, p.Status, p.Body)
		}
		if p := b.Get("/bandeja/cuenta?hecho=clave"); p.Status != 200 || !p.Has("Contraseña cambiada") {
			t.Errorf("%q: the own session: %d", rol, p.Status)
		}
		if p := other.Get("/bandeja"); p.Status != 303 {
			t.Errorf("%q: the other session: %d", rol, p.Status)
		}
		if p := rest.Call("GET", "/api/collections/tramites/records", nil); p.Status == 200 {
			t.Errorf("%q: a token of before: %d", rol, p.Status)
		}
		if p := other.Post("/bandeja/ingresar", "correo", correo, "clave", nueva); p.Status != 303 {
			t.Errorf("%q: with the new one: %d", rol, p.Status)
		}
	}
}

// A screen that somebody left open is no place to guess the password.
func TestWrongOldPasswordsCloseTheForm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	for range 5 {
		b.Post("/bandeja/cuenta", "actual", "no es la actual", "nueva", nueva, "repetida", nueva)
	}
	if p := b.Post("/bandeja/cuenta", "actual", clave, "nueva", nueva, "repetida", nueva); p.Status != 429 {
		t.Errorf("the sixth: %d", p.Status)
	}
}

// A short password is refused by the dashboard and the API too.
func TestAShortPasswordOfTheStaffIsRefusedThroughTheAPI(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, rest := signedIn(t, o, "", "")
	fields := map[string]any{
		"email": "corta@ejemplo.pe", "password": "once signos", "passwordConfirm": "once signos", "nombre": "X", "rol": "mesa", "activo": true,
	}
	if p := rest.Call("POST", "/api/collections/personal/records", fields); p.Status != 422 || !p.Has(mesa.TextClaveCorta) {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	fields["password"], fields["passwordConfirm"] = nueva, nueva
	if p := rest.Call("POST", "/api/collections/personal/records", fields); p.Status != 200 {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	r, err := o.FindAuthRecordByEmail(mesa.ColPersonal, "corta@ejemplo.pe")
	if err != nil {
		t.Fatal(err)
	}
	r.Set("nombre", "Y") // what is not about the password asks for none
	if err := o.Save(r); err != nil {
		t.Error(err)
	}
}

func sessionOf(t *testing.T, o *hookstest.Office, cuenta string) []*core.Record {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColSesiones, "cuenta = {:c}", "@rowid", 0, 0, map[string]any{"c": cuenta})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestSessionsAreEndedOneByOneOrAllAndNeverAnothersAccounts(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	mine := account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	theirs := account(t, o, "jefatura@ejemplo.pe", mesa.RolJefatura, "")
	b, second, third, boss := uitest.NewBrowser(t, site), uitest.NewBrowser(t, site), uitest.NewBrowser(t, site), uitest.NewBrowser(t, site)
	for _, browser := range []*uitest.Browser{b, second, third} {
		enter(t, browser, "mesa@ejemplo.pe")
	}
	enter(t, boss, "jefatura@ejemplo.pe")
	foreign := b.Post("/bandeja/cuenta", "cerrar", sessionOf(t, o, theirs)[0].Id)
	absent := b.Post("/bandeja/cuenta", "cerrar", "aaaaaaaaaaaaaaa")
	if foreign.Status != 404 || absent.Status != 404 || foreign.Body != absent.Body {
		t.Errorf("foreign %d, absent %d", foreign.Status, absent.Status)
	}
	if p := boss.Get("/bandeja"); p.Status != 200 {
		t.Errorf("the other account: %d", p.Status)
	}
	if p := b.Post("/bandeja/cuenta", "cerrar", sessionOf(t, o, mine)[1].Id); p.Status != 303 {
		t.Errorf("one: %d", p.Status)
	}
	if p := second.Get("/bandeja"); p.Status != 303 {
		t.Errorf("the ended one: %d", p.Status)
	}
	if p := third.Get("/bandeja"); p.Status != 200 {
		t.Errorf("the third: %d", p.Status)
	}
	if p := b.Post("/bandeja/cuenta", "cerrar", "otras"); p.Status != 303 {
		t.Errorf("all others: %d", p.Status)
	}
	if p := third.Get("/bandeja"); p.Status != 303 {
		t.Errorf("the third, ended: %d", p.Status)
	}
	if p := b.Get("/bandeja/cuenta"); p.Status != 200 || p.Has("Cerrar todas") {
		t.Errorf("the own: %d", p.Status)
	}
	if p := b.Post("/bandeja/cuenta", "cerrar", sessionOf(t, o, mine)[0].Id); p.Status != 303 {
		t.Errorf("its own: %d", p.Status)
	}
	if p := b.Get("/bandeja/cuenta"); p.Status != 303 {
		t.Errorf("after its own: %d", p.Status)
	}
}

// The accounts' list and the register are jefatura's and the administrator's.
func TestOnlyJefaturaSeesTheAccountsAndTheRegister(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account(t, o, "otra@ejemplo.pe", mesa.RolMesa, "")
	for _, rol := range []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura, ""} {
		area := ""
		if rol == mesa.RolArea {
			area = o.Area(t).Id
		}
		b, _ := signedAt(t, o, site, rol, area)
		chief := rol == mesa.RolJefatura || rol == ""
		if p := b.Get("/bandeja/cuenta"); p.Status != 200 || p.Has("otra@ejemplo.pe") != chief || p.Has("/bandeja/accesos") != chief {
			t.Errorf("%q: the account %d, the list %v", rol, p.Status, p.Has("otra@ejemplo.pe"))
		}
		if p := b.Get("/bandeja/accesos"); (p.Status == 200) != chief || !chief && p.Status != 403 {
			t.Errorf("%q: the register %d", rol, p.Status)
		}
	}
	guest := uitest.NewBrowser(t, site)
	for _, path := range []string{"/bandeja/correos", "/bandeja/frases", "/bandeja/cuenta", "/bandeja/accesos"} {
		if p := guest.Get(path); p.Status != 303 {
			t.Errorf("a guest at %s: %d", path, p.Status)
		}
		if p := guest.Post(path, "id", "x", "borrar", "1", "cerrar", "otras"); p.Status != 303 && p.Status != 404 {
			t.Errorf("a guest posts to %s: %d", path, p.Status)
		}
	}
}
