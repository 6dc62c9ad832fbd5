package bandeja_test

import (
	"net/url"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// withRegisters sets PIDE up in an office.
func withRegisters(t testing.TB, o *hookstest.Office) *hookstest.PIDE {
	t.Helper()
	state := hookstest.NewPIDE(t)
	r, err := o.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	r.Load(map[string]any{"pide_url": state.URL, "pide_dni_usuario": "22222222", "pide_ruc_usuario": "20000000001", "pide_clave": "secreta"})
	if err := o.Save(r); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	return state
}

// ask presses the magnifier of a form as a browser without scripts does, with its files.
func ask(b *uitest.Browser, what string, values map[string]string, files map[string][]byte) uitest.Page {
	return bringTo(b, "/bandeja/presencial/"+what, values, files)
}

// askHTMX presses it as htmx does.
func askHTMX(b *uitest.Browser, what string, values map[string]string) uitest.Page {
	form := url.Values{}
	for name, value := range values {
		form.Set(name, value)
	}
	return b.Do(b.Request("POST", "/bandeja/presencial/"+what, form.Encode(),
		"Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true"))
}

func TestReceptionLooksNamesUpAndLosesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	withRegisters(t, o)
	b, _ := reception(t, o)
	values := paper(o, t, map[string]string{"persona": "juridica", "ruc": "20000000028", "nombres": "", "apellidos": "", "numero": ""})
	values["borrador"] = b.Get("/bandeja/presencial").Field("borrador")
	p := ask(b, "persona", values, map[string][]byte{"principal": hookstest.PDF(3), "anexo1": []byte("no es PDF")})
	if p.Status != 422 || !strings.Contains(p.Body, `href="#archivo-anexo1"`) {
		t.Fatalf("a bad file beside a look-up: %d", p.Status)
	}
	for name, want := range map[string]string{
		"nombres": "ANA MARÍA", "apellidos": "NÚÑEZ ÁVILA", "ruc": "20000000028", "domicilio": values["domicilio"],
		"borrador": values["borrador"],
	} {
		if got := p.Field(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !p.Has("Datos según RENIEC") || !p.Has("principal.pdf") || !p.Has("3 folios") || !p.Has(values["asunto"]) {
		t.Errorf("lost: %s", p.Body)
	}
	values["nombres"], values["apellidos"] = p.Field("nombres"), p.Field("apellidos")
	p = ask(b, "empresa", values, nil)
	if p.Status != 200 || p.Field("razon_social") != "ASOCIACION DE PRUEBA" || !p.Has("principal.pdf") || p.Field("nombres") != "ANA MARÍA" {
		t.Fatalf("the company: %d %s", p.Status, p.Body)
	}
	// The number of the document is typed after the look-up stored its file.
	values["razon_social"], values["numero"] = p.Field("razon_social"), "007-2026"
	if p := bring(b, values, nil); p.Status != 303 {
		t.Fatalf("filed: %d %s", p.Status, p.Body)
	}
	s := filing(t, o, "1-2026")
	if s.GetString("nombres_fuente") != "RENIEC" || !strings.Contains(s.GetString("ruc_situacion"), "BAJA DE OFICIO") ||
		o.Documents(t, s.Id)[0].GetString("numero") != "007-2026" {
		t.Errorf("filed %q %q %q", s.GetString("nombres_fuente"), s.GetString("ruc_situacion"), o.Documents(t, s.Id)[0].GetString("numero"))
	}
	asked, err := o.FindAllRecords(mesa.ColConsultas)
	if err != nil || len(asked) != 2 ||
		!strings.HasSuffix(asked[0].GetString("actor"), "CUENTA mesa") || asked[1].GetString("resultado") != "encontrada" {
		t.Errorf("questions on record: %v %v", asked, err)
	}
	// The old form, after the number was given.
	if p := ask(b, "persona", values, nil); p.Status != 409 || p.Field("borrador") == values["borrador"] || p.Field("nombres") != "ANA MARÍA" {
		t.Errorf("a look-up in a form that was sent: %d", p.Status)
	}
}

func TestTheMagnifierOfTheCounterAnswersAFragment(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	state := withRegisters(t, o)
	b, _ := reception(t, o)
	form := b.Get("/bandeja/presencial")
	if !form.Has("Buscar los nombres") || !form.Has("Buscar la razón social") || !form.Has(`formaction="/bandeja/presencial/persona"`) {
		t.Error("no magnifier")
	}
	values := paper(o, t, map[string]string{"borrador": form.Field("borrador"), "nombres": "", "apellidos": ""})
	p := askHTMX(b, "persona", values)
	if p.Status != 200 || p.Field("nombres") != "ANA MARÍA" || p.Has("<html") || p.Has("AV. X") {
		t.Fatalf("the fragment: %d %s", p.Status, p.Body)
	}
	values["numero_documento"], values["nombres"], values["dato_de_campos-nombres"] = "11111112", "ANA MARÍA", "11111111"
	if p = askHTMX(b, "persona", values); !p.Has(mesa.TextNoFigura) || p.Field("nombres") != "" {
		t.Errorf("another person's names stay: %s", p.Body)
	}
	values["numero_documento"], values["nombres"] = "123", "LUIS"
	delete(values, "dato_de_campos-nombres")
	p = askHTMX(b, "persona", values)
	if p.Status != 422 || p.Header.Get("HX-Retarget") != "#papel" || !strings.Contains(p.Body, `href="#numero_documento"`) ||
		p.Field("nombres") != "LUIS" {
		t.Errorf("a bad number: %d %s", p.Status, p.Header.Get("HX-Retarget"))
	}
	values["tipo_documento"] = "PASAPORTE"
	if p = askHTMX(b, "persona", values); p.Status != 422 || !p.Has(mesa.TextConsultaDocumento) {
		t.Errorf("a passport: %d", p.Status)
	}
	if p = askHTMX(b, "empresa", values); p.Status != 422 || !p.Has(mesa.TextSoloJuridica) {
		t.Errorf("a RUC of a natural person: %d", p.Status)
	}
	// The kind of person may change after the first look-up, and a service that is down
	// stands in nobody's way.
	state.How.Store("500")
	values["persona"], values["ruc"], values["razon_social"] = "juridica", "20000000028", "ESCRITA A MANO"
	if p = askHTMX(b, "empresa", values); p.Status != 200 || !p.Has(mesa.TextSinRegistro) || p.Field("razon_social") != "ESCRITA A MANO" {
		t.Errorf("down: %d %s", p.Status, p.Body)
	}
	values["tipo_documento"], values["numero_documento"], values["apellidos"] = "DNI", "11111113", "PRUEBA"
	if p := bring(b, values, map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Errorf("typed by hand: %d %s", p.Status, p.Body)
	}
}

func TestOnlyReceptionLooksNamesUp(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	state := withRegisters(t, o)
	b, other := reception(t, o)
	mine := b.Get("/bandeja/presencial").Field("borrador")
	values := paper(o, t, map[string]string{"borrador": mine})
	if p := other.Post("/bandeja/presencial/persona", "borrador", mine); p.Status != 303 ||
		!strings.HasPrefix(p.Location, "/bandeja/ingresar?") {
		t.Errorf("nobody: %d %s", p.Status, p.Location)
	}
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	account(t, o, "jefatura@ejemplo.pe", mesa.RolJefatura, "")
	for _, correo := range []string{"area@ejemplo.pe", "jefatura@ejemplo.pe"} {
		enter(t, other, correo)
		for _, what := range []string{"persona", "empresa"} {
			if p := ask(other, what, values, map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 403 || p.Has("ANA") {
				t.Errorf("%s asks for a %s: %d", correo, what, p.Status)
			}
			if p := askHTMX(other, what, values); p.Status != 403 {
				t.Errorf("%s asks for a %s with htmx: %d", correo, what, p.Status)
			}
		}
	}
	if state.Asked.Load() != 0 {
		t.Error("a register was asked")
	}
	if p := askHTMX(b, "persona", values); p.Status != 200 {
		t.Fatal(p.Status)
	}
	account(t, o, "otra@ejemplo.pe", mesa.RolMesa, "")
	enter(t, other, "otra@ejemplo.pe")
	foreign := askHTMX(other, "persona", values)
	values["borrador"] = o.Draft(t, nil).Id
	if citizen := askHTMX(b, "persona", values); foreign.Status != 404 || citizen.Status != 404 {
		t.Errorf("a colleague's paper: %d, a citizen's draft: %d", foreign.Status, citizen.Status)
	}
	if n := state.Asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}
