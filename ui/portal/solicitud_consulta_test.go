package portal_test

import (
	"net/http"
	"net/url"
	"regexp"
	"sync/atomic"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// newConsult visits an office whose settings name PIDE, with an open draft.
func newConsult(t *testing.T, persona string) (*visit, *hookstest.PIDE) {
	t.Helper()
	v, state := newVisit(t), hookstest.NewPIDE(t)
	r, err := v.office.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	r.Load(map[string]any{"pide_url": state.URL, "pide_dni_usuario": "22222222", "pide_ruc_usuario": "20000000001", "pide_clave": "secreta"})
	if err := v.office.Save(r); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	return v.start(persona), state
}

// htmx posts as the magnifier does.
func (v *visit) htmx(path string, pairs ...string) uitest.Page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return v.Do(v.Request(http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true"))
}

func TestTheMagnifierFillsTheNamesIn(t *testing.T) {
	t.Parallel()
	v, _ := newConsult(t, "natural")
	if p := v.Get(v.draft); !p.Has("Buscar mis nombres") {
		t.Error("no magnifier")
	}
	p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111")
	v.want(p, 200)
	if p.Field("nombres") != "ANA MARÍA" || p.Field("apellidos") != "NÚÑEZ ÁVILA" || !p.Has("Datos según RENIEC") ||
		p.Has("<html") || p.Has("AV. X") {
		t.Errorf("the fragment: %s", p.Body)
	}
}

func TestAFormThatSavesItselfMeanwhileHidesNoName(t *testing.T) {
	t.Parallel()
	v, _ := newConsult(t, "natural")
	var saved atomic.Bool
	v.office.OnRecordAfterUpdateSuccess(mesa.ColBorradores).BindFunc(func(e *core.RecordEvent) error {
		if saved.CompareAndSwap(false, true) { // the names have just been stored, and the form left before them
			d := v.office.Record(t, mesa.ColBorradores, e.Record.Id)
			d.Load(map[string]any{"telefono": "987654321", "nombres": "", "apellidos": ""})
			if err := v.office.Save(d); err != nil {
				t.Error(err)
			}
		}
		return e.Next()
	})
	p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111")
	v.want(p, 200)
	if p.Field("nombres") != "ANA MARÍA" || p.Field("apellidos") != "NÚÑEZ ÁVILA" {
		t.Errorf("the fragment: %s", p.Body)
	}
}

func TestALookUpWithoutJavaScriptKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	v, _ := newConsult(t, "juridica")
	p := v.Post(v.draft+"/persona", with(juan, "nombres", "", "apellidos", "", "ruc", "20000000028")...)
	v.want(p, 200)
	for field, want := range map[string]string{
		"nombres": "ANA MARÍA", "apellidos": "NÚÑEZ ÁVILA", "telefono": "987654321", "correo": "juan@ejemplo.pe",
		"domicilio": "Av. Inventada 123", "ruc": "20000000028",
	} {
		if got := p.Field(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	p = v.Post(v.draft+"/empresa", "ruc", "20000000028")
	v.want(p, 200)
	if p.Field("razon_social") != "ASOCIACION DE PRUEBA" || p.Has("BAJA DE OFICIO") {
		t.Errorf("the company: %s", p.Body)
	}
	// What was found is filed, and staff see how the company stands.
	v.identify("ruc", "20000000028", "razon_social", "ASOCIACION DE PRUEBA", "nombres", "ANA MARÍA", "apellidos", "NÚÑEZ ÁVILA")
	v.choose("Pedido").attach()
	v.want(v.Post(v.draft+"/enviar"), 303)
	s, err := v.office.FindFirstRecordByFilter(mesa.ColSolicitudes, "numero != ''")
	if err != nil || s.GetString("nombres_fuente") != "RENIEC" ||
		s.GetString("ruc_situacion") != "BAJA DE OFICIO, NO HABIDO (SUNAT, 24/03/2026)" {
		t.Errorf("the filing: %q %q %v", s.GetString("nombres_fuente"), s.GetString("ruc_situacion"), err)
	}
}

func TestWhatIsNotFoundIsTyped(t *testing.T) {
	t.Parallel()
	v, state := newConsult(t, "natural")
	p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111112", "nombres", "LUIS", "apellidos", "PRUEBA")
	v.want(p, 200)
	if !p.Has(mesa.TextNoFigura) || p.Field("nombres") != "LUIS" {
		t.Errorf("not found: %s", p.Body)
	}
	state.How.Store("500")
	p = v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111113", "nombres", "LUIS", "apellidos", "PRUEBA")
	v.want(p, 200)
	if !p.Has(mesa.TextSinRegistro) || p.Field("apellidos") != "PRUEBA" {
		t.Errorf("down: %s", p.Body)
	}
	v.identify("numero_documento", "11111113", "nombres", "LUIS")
}

func TestALookUpAnswersOnlyTheOwnerOfADraft(t *testing.T) {
	t.Parallel()
	v, state := newConsult(t, "natural")
	thief := uitest.NewBrowser(t, v.site)
	for _, path := range []string{v.draft + "/persona", v.draft + "/empresa", "/solicitud/abcdefghijklmno/persona"} {
		if p := thief.Post(path, "tipo_documento", "DNI", "numero_documento", "11111111", "ruc", "20000000028"); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if state.Asked.Load() != 0 {
		t.Error("a register was asked for a stranger")
	}
	refused := v.Post(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "123")
	v.wantRefused(refused, 422, "numero_documento", mesa.FaultDocumento("DNI", "123"))
	for _, numero := range []string{"11111112", "11111113", "11111114"} {
		v.want(v.Post(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", numero), 200)
	}
	p := v.Post(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111")
	if p.Status != 429 || p.Header.Get("Retry-After") == "" || !p.Has(mesa.TextTresDocumentos) || p.Has("ANA MARÍA") {
		t.Errorf("the fourth: %d %s", p.Status, p.Body)
	}
}

func TestWithoutARegisterTheMagnifierChecksTheNumber(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("juridica")
	if p := v.Get(v.draft); !p.Has("Buscar mis nombres") || !p.Has("Buscar la razón social") {
		t.Error("no magnifier")
	}
	short := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "123")
	v.wantRefused(short, 422, "numero_documento", mesa.TextDNIDigitos(3))
	for range 5 { // nobody collects names where none are known
		for _, numero := range []string{"11111111", "11111112", "11111113", "11111114"} {
			p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", numero, "nombres", "ANA")
			if p.Status != 200 || !p.Has(mesa.TextEscribaNombres) || !p.Has(`data-campo="nombres"`) || p.Field("nombres") != "ANA" {
				t.Fatalf("%d %s", p.Status, p.Body)
			}
		}
	}
	if p := v.htmx(v.draft+"/empresa", "ruc", "20538298485"); !p.Has(mesa.TextEscribaRazon) || !p.Has(`data-campo="razon_social"`) {
		t.Errorf("the company: %s", p.Body)
	}
	if p := v.Post(v.draft+"/persona", with(juan, "ruc", "20538298485")...); p.Status != 200 || p.Field("telefono") != "987654321" {
		t.Errorf("without scripts: %d", p.Status)
	}
}

// A part that was saved is changed by its own button, so what a look-up found can be left.
func TestALookUpWhileAPartIsChangedCanBeLeft(t *testing.T) {
	t.Parallel()
	v, _ := newConsult(t, "natural")
	v.identify()
	p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111")
	if p.Field("nombres") != "ANA MARÍA" {
		t.Fatalf("the fragment: %s", p.Body)
	}
	if page := v.Get(v.draft); !page.Has("JUAN PEREZ PEREZ (DNI 11111111)") || page.Has("ANA MARÍA") {
		t.Errorf("left: %s", problems(page))
	}
	v.want(v.Post(v.draft+"/datos", with(juan, "nombres", "ANA MARÍA", "apellidos", "NÚÑEZ ÁVILA")...), 303)
	draft, err := v.office.FindFirstRecordByFilter(mesa.ColBorradores, "id != ''")
	if err != nil || draft.GetString("nombres_fuente") != "RENIEC" {
		t.Errorf("taken: %q %v", draft.GetString("nombres_fuente"), err)
	}
}

func TestLookUpsAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	v, state := newConsult(t, "natural")
	for range 60 {
		v.want(v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "1"), 422)
	}
	p := v.htmx(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111")
	if p.Status != 429 || p.Header.Get("Retry-After") == "" || state.Asked.Load() != 0 {
		t.Errorf("the 61st: %d %q", p.Status, p.Header.Get("Retry-After"))
	}
	v.identify() // typing by hand is never limited by it
}

func TestALookUpMarksNoConsentAndClosesWithTheDraft(t *testing.T) {
	t.Parallel()
	v, _ := newConsult(t, "natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	p := v.Post(v.draft+"/persona", with(juan, "autorizo", "")...)
	v.want(p, 200)
	if regexp.MustCompile(`name="autorizo"[^>]*checked`).MatchString(p.Body) {
		t.Error("the box that was unmarked comes back marked")
	}
	v.identify().choose("Pedido").attach()
	v.want(v.Post(v.draft+"/enviar"), 303)
	v.want(v.Post(v.draft+"/persona", "tipo_documento", "DNI", "numero_documento", "11111111"), 409)
}
