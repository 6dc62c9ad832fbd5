package bandeja_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// administrator is a browser of a superuser, and the API with the same account.
func administrator(t testing.TB, o *hookstest.Office) (*uitest.Browser, uitest.REST) {
	t.Helper()
	site := uitest.Serve(t, o)
	token := uitest.Superuser(t, o)
	b := uitest.NewBrowser(t, site)
	enter(t, b, "admin@ejemplo.pe")
	return b, uitest.REST{Browser: b, Token: token}
}

// ready tells whether the page shows a line of the list as done.
func ready(t testing.TB, p uitest.Page, linea string) bool {
	t.Helper()
	m := regexp.MustCompile(`<li class="bd-linea([^"]*)" id="` + linea + `">`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("the page has no line %s: %d", linea, p.Status)
	}
	return m[1] != ""
}

func shown(t testing.TB, p uitest.Page, linea string) string {
	t.Helper()
	value := regexp.MustCompile(`(?s)name="linea" value="` + linea + `">\s*<input type="hidden" name="valor" value="([^"]*)"`)
	m := value.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("nothing confirms %s", linea)
	}
	return m[1]
}

const list = "/bandeja/puesta-en-marcha"

func TestTheCheckListTurnsGreenLineByLine(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Unconfirm(t)
	b, _ := administrator(t, o)
	green := func() int {
		p := b.Get(list)
		var done, all int
		if _, err := fmt.Sscanf(regexp.MustCompile(`\d+ de \d+ listas`).FindString(p.Body), "%d de %d", &done, &all); err != nil || all != 15 {
			t.Fatalf("%d: %v %d", p.Status, err, all)
		}
		return done
	}
	before := green()
	turns := func(linea string, do func()) {
		t.Helper()
		if ready(t, b.Get(list), linea) {
			t.Fatalf("%s is green before anybody did it", linea)
		}
		do()
		after := green()
		if !ready(t, b.Get(list), linea) || after != before+1 {
			t.Errorf("%s: %d lines after %d", linea, after, before)
		}
		before = after
	}
	confirm := func(linea string) func() {
		return func() {
			if p := b.Post(list, "linea", linea, "valor", shown(t, b.Get(list), linea)); p.Status != 303 {
				t.Errorf("%s: %d %s", linea, p.Status, p.Body)
			}
		}
	}
	if p := b.Post(list, "linea", "correo"); p.Status != 503 || !p.Has(mesa.TextPruebaSinServidor) {
		t.Errorf("no server: %d", p.Status)
	}
	turns("correo", func() {
		mail := hookstest.NewSMTP(t, o)
		mail.Down(true)
		if p := b.Post(list, "linea", "correo"); p.Status != 503 || !p.Has("El servidor de correo dijo") || ready(t, b.Get(list), "correo") {
			t.Errorf("a server that refuses: %d", p.Status)
		}
		mail.Down(false)
		if p := b.Post(list, "linea", "correo"); p.Status != 303 || len(mail.Mails()) != 1 {
			t.Errorf("trial: %d %s", p.Status, p.Body)
		}
	})
	turns("direccion", func() {
		s := o.Settings()
		s.Meta.AppURL = "https://mesa.ejemplo.pe"
		if err := o.Save(s); err != nil {
			t.Fatal(err)
		}
		enter(t, b, "admin@ejemplo.pe") // the cookie of HTTPS has another name
	})
	for _, linea := range []string{"entidad", "tramites", "areas", "feriados", "regla_presentacion", "inicio_plazo", "inicio_subsanacion"} {
		turns(linea, confirm(linea))
	}
	turns("cuentas", func() { account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "") })
	turns("oficial", func() {
		o.Set(t, map[string]any{"oficial_datos": "ANA DE PRUEBA", "oficial_datos_correo": "datos@ejemplo.pe"})
	})
	turns("copias", func() {
		s := o.Settings()
		s.Backups.Cron = "0 3 * * *"
		if err := o.Save(s); err != nil {
			t.Fatal(err)
		}
		if err := o.CreateBackup(t.Context(), "prueba.zip"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAConfirmedChoiceOpensAgainWhenItsValueChanges(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, api := administrator(t, o)
	was := shown(t, b.Get(list), "inicio_subsanacion")
	if p := b.Post(list, "linea", "inicio_subsanacion", "valor", "otro"); p.Status != 409 {
		t.Errorf("a value that is not the one shown: %d", p.Status)
	}
	if p := b.Post(list, "linea", "inicio_subsanacion", "valor", was); p.Status != 303 || !ready(t, b.Get(list), "inicio_subsanacion") {
		t.Fatalf("confirmed: %d", p.Status)
	}
	other := map[string]string{"acuse": "envio", "envio": "acuse"}[was]
	o.Set(t, map[string]any{"inicio_subsanacion": other})
	p := b.Get(list)
	if ready(t, p, "inicio_subsanacion") || !p.Has("Se había confirmado otro valor") {
		t.Error("a changed choice stays confirmed")
	}
	o.Set(t, map[string]any{"inicio_subsanacion": was})
	if !ready(t, b.Get(list), "inicio_subsanacion") {
		t.Error("the confirmed value is not confirmed")
	}
	b.Post(list, "linea", "feriados", "valor", "2026")
	if !ready(t, b.Get(list), "feriados") {
		t.Error("the year is not confirmed")
	}
	o.Clock.Add(300 * 24 * time.Hour)
	enter(t, b, "admin@ejemplo.pe")
	if ready(t, b.Get(list), "feriados") {
		t.Error("last year's days are this year's")
	}
	entidad, err := mesa.FindEntidad(o)
	if err != nil {
		t.Fatal(err)
	}
	forged := map[string]any{"confirmaciones": map[string]any{
		"inicio_plazo": map[string]any{"por": "x", "valor": entidad.GetString("inicio_plazo")},
	}}
	if p := api.Call("PATCH", "/api/collections/entidad/records/"+entidad.Id, forged); p.Status != 200 {
		t.Errorf("the dashboard's save: %d %s", p.Status, p.Body)
	}
	if p := b.Get(list); ready(t, p, "inicio_plazo") || !ready(t, p, "inicio_subsanacion") {
		t.Error("the API wrote a confirmation, or lost one")
	}
}

func TestOnlyAnAdministratorSeesAndConfirmsTheCheckList(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	account(t, o, "jefatura@ejemplo.pe", mesa.RolJefatura, "")
	for _, correo := range []string{"mesa@ejemplo.pe", "area@ejemplo.pe", "jefatura@ejemplo.pe"} {
		b := uitest.NewBrowser(t, site)
		enter(t, b, correo)
		if p := b.Get(list); p.Status != 403 {
			t.Errorf("%s: %d", correo, p.Status)
		}
		if p := b.Post(list, "linea", "areas", "valor", ""); p.Status != 403 {
			t.Errorf("%s confirms: %d", correo, p.Status)
		}
		if p := b.Get("/bandeja"); p.Has("Puesta en marcha") {
			t.Errorf("%s is shown the check list", correo)
		}
	}
	for name, a := range map[string]mesa.Actor{
		"nobody": {}, "jefatura": {Rol: mesa.RolJefatura, Name: "personal/j J"}, "a citizen": {Mano: mesa.ManoCiudadano, Name: "x"},
	} {
		entidad, err := mesa.FindEntidad(o)
		if err != nil {
			t.Fatal(err)
		}
		mesa.SetConfirma(entidad.Record, mesa.MarchaAreas, "")
		mesa.SetActor(entidad.Record, a)
		if p, _ := mesa.AsProblem(o.Save(entidad.Record)); p.Status != 403 {
			t.Errorf("%s confirms in the record: %d", name, p.Status)
		}
	}
}

func TestACheckListThatIsAskedForNonsense(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := administrator(t, o)
	for _, linea := range []string{"", "nada", "nombre", "<script>", "confirmaciones"} {
		p := b.Post(list, "linea", linea, "valor", "")
		if p.Status != 404 {
			t.Errorf("%q: %d", linea, p.Status)
		}
	}
	p := b.Do(b.Request("GET", list, "", "X-Forwarded-For", "203.0.113.7"))
	if ready(t, p, "proxy") || !p.Has("MESA_PROXY_HEADER") {
		t.Error("a proxy that is not trusted is not told")
	}
	if !ready(t, b.Get(list), "proxy") {
		t.Error("a direct visit is taken for a proxy's")
	}
	o.Filed(t, nil)
	if !ready(t, b.Get(list), "entidad") {
		t.Error("an office with filings does not count as confirmed")
	}
	if p := b.Get("/bandeja"); !p.Has("Puesta en marcha") || !p.Has("por hacer") {
		t.Error("the menu does not tell what waits")
	}
}

// Staff read on every page why no filing comes.
func TestStaffReadThatNobodyConfirmedTheOffice(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	b, _ := administrator(t, o)
	const banner = "todavía no recibe solicitudes del público"
	for _, page := range []string{list, "/bandeja"} {
		if b.Get(page).Has(banner) {
			t.Errorf("%s: the banner of an office that was confirmed", page)
		}
	}
	o.Unconfirm(t)
	for _, page := range []string{list, "/bandeja"} {
		if !b.Get(page).Has(banner) {
			t.Errorf("%s: no banner", page)
		}
	}
	if p := b.Post(list, "linea", "entidad", "valor", ""); p.Status != 303 {
		t.Fatalf("confirming: %d", p.Status)
	}
	if b.Get("/bandeja").Has(banner) {
		t.Error("the banner stays")
	}
}

// An administrator's own program confirms by the column; a member of staff doesn't, and the
// instant is the program's.
func TestAnAdministratorConfirmsTheOfficeThroughTheAPI(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Unconfirm(t)
	_, admin := administrator(t, o)
	entidad, err := mesa.FindEntidad(o)
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/collections/entidad/records/" + entidad.Id
	if p := admin.Call("PATCH", path, map[string]any{"confirmada_en": "2020-01-01 00:00:00.000Z"}); p.Status != 200 {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	entidad, err = mesa.FindEntidad(o)
	if err != nil {
		t.Fatal(err)
	}
	by := entidad.Confirmada(mesa.MarchaEntidad, o.Clock.Now())
	if at := entidad.GetDateTime("confirmada_en").Time(); by == nil || !at.Equal(o.Clock.Now().UTC()) {
		t.Errorf("confirmed %v by %v", at, by)
	}
}

// An office with a replica reads in the list how the second machine's copy stands, and no other
// office has the line.
func TestTheCheckListTellsOfTheSecondMachine(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "replica")
	if err := os.Mkdir(dest, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MESA_REPLICA", "file://"+filepath.ToSlash(dest))
	o := hookstest.NewProduction(t, workday)
	b, _ := administrator(t, o)
	becomes := func(done bool, words string) {
		t.Helper()
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for end := time.Now().Add(time.Minute); ; <-tick.C {
			p := b.Get(list)
			if ready(t, p, "replica") == done && p.Has(words) {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("the line of the replica is never %v with %q", done, words)
			}
		}
	}
	becomes(true, "Lo último llegó a la réplica el")
	if err := os.Rename(dest, dest+"-desconectado"); err != nil {
		t.Fatal(err)
	}
	becomes(false, "La réplica está atrasada")
}
