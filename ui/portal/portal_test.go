package portal_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const workday = "2026-03-24T10:00:00-05:00"

// visit is a citizen at the site of an office.
type visit struct {
	*uitest.Browser
	t      *testing.T
	office *hookstest.Office
	site   *httptest.Server
	draft  string // /solicitud/{borrador}
}

func newVisit(t *testing.T) *visit { return visitAt(t, workday) }

func visitAt(t *testing.T, instant string) *visit {
	t.Helper()
	o := hookstest.New(t, instant)
	site := uitest.Serve(t, o)
	return &visit{uitest.NewBrowser(t, site), t, o, site, ""}
}

// start accepts the terms and opens a draft.
func (v *visit) start(persona string) *visit {
	v.t.Helper()
	p := v.Post("/solicitud", "persona", persona, "acepto", "1")
	v.want(p, 303)
	v.draft = p.Location
	return v
}

var juan = []string{
	"tipo_documento", "DNI", "numero_documento", "11111111", "nombres", "JUAN", "apellidos", "PEREZ PEREZ", "telefono", "987654321",
	"correo", "juan@ejemplo.pe", "domicilio", "Av. Inventada 123", "autorizo", "1",
}

// with changes some fields of a form.
func with(form []string, changes ...string) []string {
	out := append([]string(nil), form...)
	for i := 0; i < len(changes); i += 2 {
		found := false
		for j := 0; j < len(out); j += 2 {
			if out[j] == changes[i] {
				out[j+1], found = changes[i+1], true
			}
		}
		if !found {
			out = append(out, changes[i], changes[i+1])
		}
	}
	return out
}

// identify gives the personal data and validates the address.
func (v *visit) identify(changes ...string) *visit {
	v.t.Helper()
	form := with(juan, changes...)
	v.want(v.Post(v.draft+"/datos", form...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	correo := ""
	for i := 0; i < len(form); i += 2 {
		if form[i] == "correo" {
			correo = form[i+1]
		}
	}
	v.want(v.Post(v.draft+"/validar", "codigo", uitest.LastCode(v.t, v.office, correo)), 303)
	return v
}

// choose picks the first procedure the page offers.
func (v *visit) choose(asunto string) *visit {
	v.t.Helper()
	page := v.Get(v.draft)
	_, list, _ := strings.Cut(page.Body, `name="tramite"`)
	m := regexp.MustCompile(`<option value="([a-z0-9]{15})"`).FindStringSubmatch(list)
	if m == nil {
		v.t.Fatalf("no procedure offered: %s", page.Body)
	}
	v.want(v.Post(v.draft+"/tramite", "tramite", m[1], "asunto", asunto), 303)
	return v
}

func (v *visit) attach() *visit {
	v.t.Helper()
	v.want(v.Upload(v.draft+"/documentos/principal", "instructivo.pdf", hookstest.PDF(3), "005-2022-ABC"), 303)
	return v
}

// filed goes the whole way and gives the number.
func (v *visit) filed() string {
	v.t.Helper()
	v.start("natural").identify().choose("Presento prestación de servicios").attach()
	p := v.Post(v.draft + "/enviar")
	v.want(p, 303)
	return regexp.MustCompile(`\d+-\d{4}`).FindString(v.Get(p.Location).Body)
}

// search fills a search form in with a fresh captcha.
func (v *visit) search(path, numero, documento string) uitest.Page {
	v.t.Helper()
	id := v.Get(path).Field("captcha_id")
	return v.Post(path, "numero", numero, "numero_documento", documento, "captcha_id", id, "captcha", uitest.Captcha(v.t, v.office, id))
}

func (v *visit) want(p uitest.Page, status int) {
	v.t.Helper()
	if p.Status != status {
		v.t.Fatalf("got %d, want %d: %s", p.Status, status, problems(p))
	}
}

// wantRefused checks a form that came back: status, title, summary, text, link to the field.
func (v *visit) wantRefused(p uitest.Page, status int, campo, texto string) {
	v.t.Helper()
	v.want(p, status)
	switch {
	case !strings.Contains(p.Body, "<title>Error: "):
		v.t.Errorf("the title does not say Error")
	case !strings.Contains(p.Body, `role="alert"`):
		v.t.Errorf("no error summary")
	case !p.Has(texto):
		v.t.Errorf("want %q, got %s", texto, problems(p))
	case campo != "" && !strings.Contains(p.Body, `href="#`+campo+`"`):
		v.t.Errorf("the summary has no link to %s: %s", campo, problems(p))
	case campo != "" && !strings.Contains(p.Body, `id="`+campo+`"`):
		v.t.Errorf("the page has no field %s to jump to", campo)
	}
}

// problems cuts the error texts out of a page.
func problems(p uitest.Page) string {
	if _, rest, ok := strings.Cut(p.Body, `role="alert"`); ok {
		summary, _, _ := strings.Cut(rest, "</div>")
		return summary
	}
	_, rest, _ := strings.Cut(p.Body, "<main")
	return rest[:min(len(rest), 600)]
}

func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	if numero != "1-2026" {
		t.Fatalf("numero %q", numero)
	}
	s, err := v.office.FindFirstRecordByData(mesa.ColSolicitudes, "numero", numero)
	if err != nil {
		t.Fatal(err)
	}
	p := v.search("/seguimiento", numero, "11111111")
	v.want(p, 200)
	for _, text := range []string{
		"RECEPCION", "24/03/2026 10:00:00", "MESA DE PARTES", "Recepción de solicitud",
		"Mostrando registros del 1 al 1 de un total de 1 registros",
	} {
		if !p.Has(text) {
			t.Errorf("tracking lacks %q", text)
		}
	}
	doc := v.office.Observe(t, s.Id)
	p = v.search("/seguimiento", " 1 - 2026", "11111111")
	if !p.Has("OBSERVADO") || !p.Has("jueves 26 de marzo de 2026") || !p.Has(mesa.TextObservado) {
		t.Errorf("tracking after the observation: %s", problems(p))
	}
	p = v.search("/subsanar", numero, "11111111")
	v.want(p, 303)
	session := p.Location
	page := v.Get(session)
	v.want(page, 200)
	if !page.Has("Está faltando incluir los datos del pedido.") || page.Has("JUAN PEREZ") {
		t.Errorf("correction page: %s", problems(page))
	}
	v.wantRefused(v.Post(session+"/enviar"), 422, "archivo-"+doc.Id, mesa.TextFaltaSubsanar)
	v.want(v.Upload(session+"/documentos/"+doc.Id, "corregido.pdf", hookstest.PDF(2), "006"), 303)
	p = v.Post(session + "/enviar")
	v.want(p, 303)
	if done := v.Get(p.Location); !done.Has("Subsanación recibida") || !done.Has(numero) {
		t.Errorf("receipt: %s", problems(done))
	}
	v.office.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	v.office.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": v.office.Area(t).Id, "instrucciones": "secreto interno"})
	answer := hookstest.File("carta.pdf", hookstest.PDF(1))
	v.office.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede.", "respuesta": answer})
	p = v.search("/seguimiento", numero, "11111111")
	for _, text := range []string{"SUBSANADO", "REGISTRADO", "DERIVADO", "ATENDIDO", mesa.HitoReservada} {
		if !p.Has(text) {
			t.Errorf("tracking lacks %q", text)
		}
	}
	if p.Has("secreto interno") {
		t.Error("internal instructions are public")
	}
	var subjects []string
	for _, m := range v.office.Mailer.Mailbox.All() {
		subjects = append(subjects, m.Asunto)
	}
	code := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	if got := strings.Join(subjects, "|"); got != "Respuesta a su solicitud|Su solicitud fue derivada|Hemos recibido su subsanación|"+
		"Su solicitud ha sido observada|Hemos recibido su solicitud|"+code+" es su código de validación" {
		t.Errorf("mails: %s", got)
	}
}
