package pide_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/pide"
)

// Invented numbers and secrets. The secrets hold what addresses and JSON escape.
const (
	dni   = "11111111"
	ce    = "000111222"
	ruc   = "20000000001"
	clave = `s3creta&/"ñ`
	token = "tok-en-secreto"
	mac   = "00-11-22-33-44-55"
)

// clock is a clock moved by hand; it starts at 10:00 in Lima.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// question is one request as the platform saw it.
type question struct {
	method, path string
	query        url.Values
	header       http.Header
	body         string
}

// platform is a local server that plays PIDE and the private service, and a
// client set up for all of it.
type platform struct {
	*httptest.Server
	*pide.Client
	clock  *clock
	cfg    pide.Config
	mu     sync.Mutex
	answer http.HandlerFunc
	asked  []question
	alerts []string
}

func newPlatform(t *testing.T, answer http.HandlerFunc, changes ...func(*pide.Config)) *platform {
	t.Helper()
	p := &platform{clock: &clock{at: time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)}, answer: answer}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	p.cfg = pide.Config{
		BaseURL: p.URL, DNIUsuario: "22222222", RUCUsuario: "20000000028", Clave: clave,
		Migraciones: pide.Migraciones{Institucion: "INST-9", MAC: mac, IP: "192.0.2.7"},
		Now:         p.clock.Now, Timeout: time.Minute, // faults that wait shorten it
		Alert: func(service string, cause error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.alerts = append(p.alerts, fmt.Sprint(service, " ", errors.Is(cause, pide.ErrExpired), " ", cause))
		},
	}
	for _, change := range changes {
		change(&p.cfg)
	}
	client, err := pide.New(p.cfg)
	if err != nil {
		t.Fatal(err)
	}
	p.Client = client
	return p
}

func (p *platform) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.asked = append(p.asked, question{r.Method, r.URL.Path, r.URL.Query(), r.Header, string(body)})
	answer := p.answer
	p.mu.Unlock()
	answer(w, r)
}

// answers changes what the platform says from now on.
func (p *platform) answers(answer http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = answer
}

func (p *platform) times() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked)
}

func (p *platform) last() question {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[len(p.asked)-1]
}

// kinds are the documents that can be asked for, by kind.
var kinds = map[string]string{"DNI": dni, "CE": ce, "RUC": ruc}

// ask asks for a kind's document and checks that no error tells a secret, nor
// the number it is about.
func (p *platform) ask(t *testing.T, kind string) (pide.Result, error) {
	t.Helper()
	return p.number(t, kind, kinds[kind])
}

func (p *platform) number(t *testing.T, kind, number string) (pide.Result, error) {
	t.Helper()
	ask := func() (pide.Result, error) { return p.Persona(context.Background(), kind, number) }
	if kind == "RUC" {
		ask = func() (pide.Result, error) { return p.Empresa(context.Background(), number) }
	}
	result, err := ask()
	if err != nil {
		wantNoSecret(t, number, err.Error())
		if result != (pide.Result{}) {
			t.Errorf("an error comes with a result: %+v", result)
		}
	}
	return result, err
}

func wantNoSecret(t *testing.T, number, text string) {
	t.Helper()
	for _, secret := range []string{
		number, clave, url.QueryEscape(clave), "s3creta", token, mac, "22222222", "20000000028", "INST-9", "PRUEBA",
	} {
		if strings.Contains(text, secret) {
			t.Errorf("%q tells %q", text, secret)
		}
	}
}

func (p *platform) want(t *testing.T, kind string, want error) {
	t.Helper()
	if _, err := p.ask(t, kind); !errors.Is(err, want) || want == nil && err != nil {
		t.Errorf("%s: %v, want %v", kind, err, want)
	}
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// silent answers nothing until the one who asked has gone.
func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// good answers each service as documented.
func good(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/Rest/RENIEC/Consultar":
		fmt.Fprint(w, reniec("0000", "JUANA"))
	case "/Rest/Sunat/DatosPrincipales":
		fmt.Fprint(w, sunat("EMPRESA DE PRUEBA S.A.C."))
	case "/Rest/Migraciones/CarnetExtranjeria", "/Rest/MIGRACIONES/CEE":
		fmt.Fprint(w, migraciones("0000", "JUANA"))
	case "/v1/reniec/dni":
		fmt.Fprint(w, `{"first_name":"JUANA","first_last_name":"PRUEBA","second_last_name":"INVENTADA",`+
			`"full_name":"X","document_number":"11111111"}`)
	case "/v1/sunat/ruc":
		fmt.Fprint(w, `{"razon_social":"EMPRESA DE PRUEBA S.A.C.","numero_documento":"20000000001",`+
			`"estado":"ACTIVO","condicion":"HABIDO","direccion":"X"}`)
	default:
		http.NotFound(w, r)
	}
}

func reniec(code, name string) string {
	return fmt.Sprintf(`{"consultarResponse":{"return":{"coResultado":%q,"deResultado":"PRUEBA 11111111","datosPersona":{
		"apPrimer":"PRUEBA","apSegundo":"INVENTADA","prenombres":%q,"direccion":"CALLE 1",
		"estadoCivil":"SOLTERO","restriccion":"","ubigeo":"A/B/C","foto":"/9j/4AAQ"}}}}`, code, name)
}

func sunat(name string) string {
	return fmt.Sprintf(`{"list":{"multiRef":{"ddp_numruc":{"$":"20000000001"},"ddp_nombre":{"$":%q},
		"desc_estado":{"$":"ACTIVO"},"desc_flag22":{"$":"HABIDO"},
		"ddp_ubigeo":{"$":"150101"},"ddp_nomvia":{"$":"X"},"esActivo":{"$":"true"}}}}`, name)
}

func migraciones(code, name string) string {
	return fmt.Sprintf(`{"respuestaBean":{"strNumRespuesta":%q,"strNombres":%q,"strPrimerApellido":"PRUEBA",
		"strSegundoApellido":"INVENTADA","strCalidadMigratoria":"X"}}`, code, name)
}
