package pide_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/pide"
)

var (
	juana   = pide.Result{Nombres: "JUANA", Apellidos: "PRUEBA INVENTADA"}
	empresa = pide.Result{RazonSocial: "EMPRESA DE PRUEBA S.A.C.", Estado: "ACTIVO", Condicion: "HABIDO"}
)

// wantResult asks and compares all that is kept.
func (p *platform) wantResult(t *testing.T, kind, source string, want pide.Result) {
	t.Helper()
	want.Source, want.FetchedAt = source, p.clock.Now()
	if got, err := p.ask(t, kind); err != nil || got != want {
		t.Errorf("%s: %+v (%v), want %+v", kind, got, err, want)
	}
}

func TestEachServiceIsAskedAsItsClientsDo(t *testing.T) {
	p := newPlatform(t, good)
	p.wantResult(t, "DNI", "RENIEC", juana)
	q := p.last()
	var sent map[string]map[string]string
	if err := json.Unmarshal([]byte(q.body), &sent); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]string{
		"PIDE": {"nuDniConsulta": dni, "nuDniUsuario": "22222222", "nuRucUsuario": "20000000028", "password": clave},
	}
	if q.method != "POST" || q.path != "/Rest/RENIEC/Consultar" || q.query.Encode() != "out=json" ||
		q.header.Get("Content-Type") != "application/json; charset=UTF-8" || !reflect.DeepEqual(sent, want) {
		t.Errorf("RENIEC is asked %+v", q)
	}
	p.wantResult(t, "RUC", "SUNAT", empresa)
	if q := p.last(); q.method != "GET" || q.path != "/Rest/Sunat/DatosPrincipales" || q.query.Encode() != "numruc="+ruc+"&out=json" {
		t.Errorf("SUNAT is asked %+v", q)
	}
	p.wantResult(t, "CE", "Migraciones", juana)
	if q := p.last(); q.method != "GET" || q.path != "/Rest/Migraciones/CarnetExtranjeria" ||
		q.query.Encode() != "out=json&strCodInstitucion=INST-9&strMac="+mac+"&strNroIp=192.0.2.7&strNumDocumento="+ce+"&strTipoDocumento=CE" {
		t.Errorf("Migraciones is asked %+v", q)
	}
}

func TestTheNewerMigracionesIsAskedWhereItsUserIsKnown(t *testing.T) {
	p := newPlatform(t, good, func(cfg *pide.Config) {
		cfg.Migraciones = pide.Migraciones{Usuario: "oficina", Clave: clave, IP: "192.0.2.7"}
	})
	p.wantResult(t, "CE", "Migraciones", juana)
	var sent map[string]map[string]string
	q := p.last()
	_ = json.Unmarshal([]byte(q.body), &sent)
	want := map[string]map[string]string{
		"PIDE": {"username": "oficina", "password": clave, "ip": "192.0.2.7", "nivelacceso": "personalizado", "docconsulta": ce},
	}
	if q.method != "POST" || q.path != "/Rest/MIGRACIONES/CEE" || q.query.Encode() != "out=json" || !reflect.DeepEqual(sent, want) {
		t.Errorf("asked %+v", q)
	}
}

func TestAddressesMayBeElsewhere(t *testing.T) {
	p := newPlatform(t, good)
	for _, paths := range []pide.Paths{{SUNAT: "otra/Sunat?out=json"}, {SUNAT: p.URL + "/pide/otra/Sunat?out=json"}} {
		cfg := p.cfg
		cfg.BaseURL, cfg.Paths = p.URL+"/pide/", paths
		if paths.SUNAT[0] == 'h' {
			cfg.BaseURL = "http://127.0.0.1:1"
		}
		if err := p.Configure(cfg); err != nil {
			t.Fatal(err)
		}
		_, _ = p.ask(t, "RUC")
		if q := p.last(); q.path != "/pide/otra/Sunat" || q.query.Encode() != "numruc="+ruc+"&out=json" {
			t.Errorf("%+v: asked %+v", paths, q)
		}
	}
}

func TestAPersonIsReadFromEveryShapeOfAnswer(t *testing.T) {
	for name, body := range map[string]string{
		"as documented":       reniec("0000", "JUANA"),
		"code of five digits": reniec("00000", "JUANA"),
		"code of one digit":   reniec(" 0 ", "JUANA"),
		"code as a number": `{"consultarResponse":{"return":{"coResultado":0,` +
			`"datosPersona":{"prenombres":"JUANA","apPrimer":"PRUEBA","apSegundo":"INVENTADA"}}}}`,
		"values under $": `{"consultarResponse":{"return":{"coResultado":{"$":"0000"},"datosPersona":{"prenombres":{"$":"JUANA"},` +
			`"apPrimer":{"@a":"b","$":"PRUEBA"},"apSegundo":{"$":"INVENTADA"}}}}}`,
		"values under value": `{"consultarResponse":{"return":{"coResultado":{"value":0},"datosPersona":{"prenombres":{"value":"JUANA"},` +
			`"apPrimer":{"value":"PRUEBA"},"apSegundo":{"value":"INVENTADA"}}}}}`,
		"arrays for objects": `[{"consultarResponse":[{"return":[{"coResultado":["0000"],` +
			`"datosPersona":[{"prenombres":"JUANA","apPrimer":"PRUEBA","apSegundo":"INVENTADA"},{"prenombres":"OTRA"}]}]}]}]`,
		"names in other letters": `{"ConsultarResponse":{"Return":{"CORESULTADO":"0000",` +
			`"DatosPersona":{"preNombres":"JUANA","apprimer":"PRUEBA","APSEGUNDO":"INVENTADA"}}}}`,
		"padded with spaces": `{"coResultado":"0000   ","prenombres":"  JUANA  ","apPrimer":"PRUEBA    ","apSegundo":" INVENTADA"}`,
		"letters nobody sees": `{"coResultado":"0000","prenombres":"\u0000JUANA\u200b\r\n",` +
			`"apPrimer":"\tPRUEBA\u202e","apSegundo":"\u2028INVENTADA"}`,
		"said twice": `{"coResultado":"0000","prenombres":"JUANA","apPrimer":"PRUEBA","apSegundo":"INVENTADA",` +
			`"a":{"prenombres":"OTRA","apPrimer":null,"coResultado":"1001"}}`,
		"in one surname":     `{"coResultado":"0000","prenombres":"JUANA","apPrimer":"PRUEBA INVENTADA","apSegundo":null}`,
		"no second surname":  `{"coResultado":"0000","prenombres":"JUANA","apPrimer":"PRUEBA INVENTADA","apSegundo":{"@xsi:nil":"true"}}`,
		"hyphen for nothing": `{"coResultado":"0000","prenombres":"JUANA","apPrimer":"PRUEBA INVENTADA","apSegundo":"-"}`,
	} {
		t.Run(name, func(t *testing.T) {
			newPlatform(t, says(body)).wantResult(t, "DNI", "RENIEC", juana)
		})
	}
}

func TestAnAnswerInLatin1KeepsItsLetters(t *testing.T) {
	p := newPlatform(t, says("{\"coResultado\":\"0000\",\"prenombres\":\"JOS\xc9\",\"apPrimer\":\"\xd1AND\xda\"}"))
	p.wantResult(t, "DNI", "RENIEC", pide.Result{Nombres: "JOSÉ", Apellidos: "ÑANDÚ"})
}

func TestTheTypeOfContentDoesNotMatter(t *testing.T) {
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		good(w, r)
	})
	p.wantResult(t, "DNI", "RENIEC", juana)
}

func TestLongNamesAreCutToTheForm(t *testing.T) {
	p := newPlatform(t, says(reniec("0000", strings.Repeat("Ñ", 99)+" ÑÑÑ")))
	if got, err := p.ask(t, "DNI"); err != nil || got.Nombres != strings.Repeat("Ñ", 99) {
		t.Errorf("%q (%v)", got.Nombres, err)
	}
	p.answers(says(sunat(strings.Repeat("Ñ", 300))))
	if got, err := p.ask(t, "RUC"); err != nil || got.RazonSocial != strings.Repeat("Ñ", 200) {
		t.Errorf("%q (%v)", got.RazonSocial, err)
	}
}

func TestACompanyIsReadFromEveryShapeOfAnswer(t *testing.T) {
	const rest = `"desc_estado":{"$":"ACTIVO   "},"desc_flag22":{"$":" HABIDO"}`
	for name, body := range map[string]string{
		"as documented": sunat("EMPRESA DE PRUEBA S.A.C."),
		"an array": `{"list":{"multiRef":[{"ddp_numruc":{"$":"20000000001 "},` +
			`"ddp_nombre":{"$":"EMPRESA DE PRUEBA S.A.C.   "},` + rest + `},{"ddp_nombre":{"$":"OTRA"}}]}}`,
		"values under value": `{"list":{"multiRef":{"ddp_nombre":{"value":"EMPRESA DE PRUEBA S.A.C."},` +
			`"desc_estado":{"value":"ACTIVO"},"desc_flag22":{"value":"HABIDO"}}}}`,
		"bare values": `{"list":{"multiRef":{"ddp_numruc":20000000001,"ddp_nombre":"EMPRESA DE PRUEBA S.A.C.",` +
			`"desc_estado":"ACTIVO","desc_flag22":"HABIDO"}}}`,
		"a number left out": `{"list":{"multiRef":{"ddp_numruc":{"@xsi:nil":"true"},` +
			`"ddp_nombre":{"$":"EMPRESA DE PRUEBA S.A.C."},` + rest + `}}}`,
		"spaces between words": `{"list":{"multiRef":{"ddp_nombre":{"$":"EMPRESA   DE\tPRUEBA\n S.A.C."},` + rest + `}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			newPlatform(t, says(body)).wantResult(t, "RUC", "SUNAT", empresa)
		})
	}
	for _, body := range []string{
		`{"list":{"multiRef":{"ddp_nombre":{"$":"X"},"desc_estado":{"@xsi:nil":"true"},"desc_flag22":"-"}}}`,
		// Two companies are not mixed.
		`{"list":{"multiRef":[{"ddp_nombre":{"$":"X"}},{"desc_estado":{"$":"OTRO"},"a":[1,2],"desc_flag22":{"$":"OTRO"}}]}}`,
	} {
		p := newPlatform(t, says(body))
		p.wantResult(t, "RUC", "SUNAT", pide.Result{RazonSocial: "X"})
	}
}

func TestEachCodeHasItsMeaning(t *testing.T) {
	type codes map[int]error
	for kind, c := range map[string]struct {
		body  func(code, name string) string
		codes codes
	}{
		"DNI": {reniec, codes{
			0: nil, 1: pide.ErrMinor, 999: pide.ErrNotFound, 1000: pide.ErrInvalid, 1001: pide.ErrCredentials, 1002: pide.ErrExpired,
			1003: pide.ErrQuota, 1999: pide.ErrUnavailable, 4242: pide.ErrUnavailable, -1: pide.ErrUnavailable,
		}},
		"CE": {migraciones, codes{
			0: nil, 1: pide.ErrNotFound, 2: pide.ErrUnavailable, 3: pide.ErrUnavailable, 4: pide.ErrInvalid,
			5: pide.ErrCredentials, 6: pide.ErrInvalid, 7: pide.ErrMinor, 8: pide.ErrUnavailable,
		}},
	} {
		for code, want := range c.codes {
			for _, width := range []string{"%d", "%04d", "%05d"} {
				written := fmt.Sprintf(width, code)
				t.Run(kind+" "+written, func(t *testing.T) {
					newPlatform(t, says(c.body(written, "JUANA"))).want(t, kind, want)
				})
			}
		}
	}
}

func TestAGoodCodeWithoutANameFoundNobody(t *testing.T) {
	for name, c := range map[string]struct{ kind, body string }{
		"DNI":                     {"DNI", reniec("0000", "")},
		"DNI of spaces":           {"DNI", reniec("0000", "   \u200b")},
		"DNI without a person":    {"DNI", `{"consultarResponse":{"return":{"coResultado":"0000"}}}`},
		"DNI with a null person":  {"DNI", `{"consultarResponse":{"return":{"coResultado":"0000","datosPersona":null}}}`},
		"DNI with nobody":         {"DNI", `{"consultarResponse":{"return":{"coResultado":"0000","datosPersona":[]}}}`},
		"CE":                      {"CE", migraciones("0000", " ")},
		"RUC":                     {"RUC", sunat("")},
		"RUC of a hyphen":         {"RUC", sunat("-")},
		"RUC of attributes":       {"RUC", `{"list":{"multiRef":{"ddp_nombre":{"@xsi:nil":"true"}}}}`},
		"RUC with an empty list":  {"RUC", `{"list":{}}`},
		"RUC with a null list":    {"RUC", `{"list":null}`},
		"RUC with an empty array": {"RUC", `{"list":{"multiRef":[]}}`},
		"RUC with a list of none": {"RUC", `{"list":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			newPlatform(t, says(c.body)).want(t, c.kind, pide.ErrNotFound)
		})
	}
}

func private(cfg *pide.Config) { cfg.Privada = pide.Privada{URL: cfg.BaseURL + "/v1", Token: token} }

func onlyPrivate(cfg *pide.Config) {
	private(cfg)
	cfg.BaseURL = ""
}

func TestThePrivateServiceIsAskedWithItsToken(t *testing.T) {
	p := newPlatform(t, good, onlyPrivate)
	for kind, want := range map[string]pide.Result{"DNI": juana, "RUC": empresa} {
		p.wantResult(t, kind, "127.0.0.1", want)
		if q := p.last(); q.method != "GET" || q.query.Encode() != "numero="+kinds[kind] || q.header.Get("Authorization") != "Bearer "+token {
			t.Errorf("%s: asked %+v", kind, q)
		}
	}
	p.want(t, "CE", pide.ErrNotConfigured)
	if p.times() != 2 {
		t.Error("it is asked for a CE")
	}
}

func TestThePrivateServiceSpeaksByStatus(t *testing.T) {
	for code, want := range map[int]error{
		400: pide.ErrNotFound, 404: pide.ErrNotFound, 422: pide.ErrNotFound, 401: pide.ErrCredentials, 403: pide.ErrCredentials,
		429: pide.ErrQuota, 500: pide.ErrUnavailable, 204: pide.ErrUnavailable, 402: pide.ErrUnavailable,
	} {
		p := newPlatform(t, status(code), onlyPrivate)
		p.want(t, "DNI", want)
		if alerted := len(p.alerts) == 1; alerted != (want == pide.ErrCredentials) {
			t.Errorf("%d: alerts %v", code, p.alerts)
		}
	}
}

func TestThePrivateServiceHasOneTokenForBothKinds(t *testing.T) {
	p := newPlatform(t, status(401), onlyPrivate)
	p.wantAsked(t, "DNI", pide.ErrCredentials, 1)
	p.wantAsked(t, "RUC", pide.ErrCredentials, 0)
}

func TestThePrivateServiceIsAskedLastAndOnlyInNeed(t *testing.T) {
	for name, c := range map[string]struct {
		pide  string
		times int // questions to both
		want  error
	}{
		"found":               {reniec("0000", "JUANA"), 1, nil},
		"not found":           {reniec("0999", ""), 1, pide.ErrNotFound},
		"a minor":             {reniec("0001", ""), 1, pide.ErrMinor},
		"invalid":             {reniec("1000", ""), 1, pide.ErrInvalid},
		"PIDE is down":        {"<html>", 2, nil},
		"PIDE's quota":        {reniec("1003", ""), 2, nil},
		"PIDE's credentials":  {reniec("1001", ""), 2, nil},
		"PIDE's second tries": {reniec("1999", ""), 3, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/Rest/") {
					fmt.Fprint(w, c.pide)
					return
				}
				good(w, r)
			}, private)
			p.want(t, "DNI", c.want)
			if p.times() != c.times {
				t.Errorf("%d questions, want %d", p.times(), c.times)
			}
		})
	}
}

func TestTwoFailuresAreBothTold(t *testing.T) {
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/Rest/") {
			fmt.Fprint(w, reniec("1003", ""))
			return
		}
		w.WriteHeader(503)
	}, private)
	p.want(t, "DNI", pide.ErrQuota)
	p.clock.Move(time.Second)
	p.want(t, "DNI", pide.ErrUnavailable)
}
