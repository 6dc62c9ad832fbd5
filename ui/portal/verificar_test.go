package portal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

var cargoLink = regexp.MustCompile(`/cargo/([A-Z2-7]{16})\.pdf`)

// receipt files a request and gives the code of its receipt and its PDF.
func (v *visit) receipt() (codigo string, pdf []byte) {
	v.t.Helper()
	v.filed()
	p := v.Get(v.draft + "/constancia")
	found := cargoLink.FindStringSubmatch(p.Body)
	if found == nil {
		v.t.Fatalf("the result has no receipt: %s", p.Body)
	}
	file := v.Get(found[0])
	if file.Status != 200 || file.Header.Get("Content-Type") != "application/pdf" {
		v.t.Fatalf("%d %v", file.Status, file.Header)
	}
	return found[1], []byte(file.Body)
}

func TestTheReceiptOpensWithItsCodeAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	codigo, pdf := v.receipt()
	stranger := uitest.NewBrowser(t, v.site)
	if p := stranger.Get("/cargo/" + codigo + ".pdf"); p.Status != 200 || p.Body != string(pdf) {
		t.Errorf("from another browser: %d", p.Status)
	}
	for _, path := range []string{"/cargo/AAAABBBBCCCCDDDD.pdf", "/cargo/" + codigo, "/cargo/x.pdf", "/cargo/.pdf"} {
		if p := stranger.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := stranger.Get("/v/" + codigo); p.Status != 303 || p.Location != "/verificar/"+codigo {
		t.Errorf("the QR: %d %s", p.Status, p.Location)
	}
	if p := stranger.Get("/v/x"); p.Status != 404 {
		t.Errorf("no code: %d", p.Status)
	}
	p := stranger.Get("/verificar/" + codigo)
	if p.Status != 200 || !p.Has("1-2026") || strings.Contains(p.Body, "11111111") || !p.Has(cargo.InFours(codigo)) {
		t.Errorf("%d %s", p.Status, p.Body)
	}
}

func TestAnUploadedReceiptIsJudged(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	codigo, pdf := v.receipt()
	changed := bytes.Clone(pdf)
	changed[4000] ^= 1
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"genuine": {pdf, "Auténtico"}, "changed": {changed, "Alterado"}, "cut": {pdf[:len(pdf)-6], "Alterado"},
		"a PDF": {hookstest.PDF(1), "No es un cargo que podamos reconocer"}, "empty": {nil, "No es un cargo que podamos reconocer"},
	} {
		p := v.Upload("/verificar", "cargo.pdf", c.data, "")
		if p.Status != 200 || !p.Has(c.want) || (c.want == "Auténtico") != p.Has("1-2026") {
			t.Errorf("%s: %d %s", name, p.Status, p.Body)
		}
	}
	if p := v.Upload("/verificar", "cargo.pdf", make([]byte, 2<<20), ""); p.Status != 413 || !p.Has(mesa.TextCargoPesado) {
		t.Errorf("too heavy: %d", p.Status)
	}
	if p := v.Post("/verificar"); p.Status != 422 || !p.Has(mesa.TextSinCargo) {
		t.Errorf("nothing: %d", p.Status)
	}
	if p := v.Post("/verificar", "codigo", strings.ToLower(cargo.InFours(codigo))); p.Status != 200 || !p.Has("1-2026") {
		t.Errorf("the code as it is typed: %d", p.Status)
	}
	for _, typed := range []string{"corto", "AAAA-BBBB-CCCC-DDDD", "<script>"} {
		p := v.Post("/verificar", "codigo", typed)
		if p.Status != 422 || p.Field("codigo") != typed || !strings.Contains(p.Body, `id="codigo-error"`) {
			t.Errorf("%q: %d %s", typed, p.Status, p.Body)
		}
	}
}

func TestTheFilesOfAReceiptAreCompared(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, pdf := v.receipt()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, file := range []struct {
		input string
		data  []byte
	}{{"archivos", hookstest.PDF(1)}, {"cargo", pdf}, {"archivos", hookstest.PDF(3)}} {
		part, err := w.CreateFormFile(file.input, file.input+".pdf")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(file.data)
	}
	_ = w.Close()
	p := v.Do(v.Request(http.MethodPost, "/verificar", body.String(), "Content-Type", w.FormDataContentType()))
	if p.Status != 200 || strings.Count(p.Body, "no es ninguno de los archivos") != 1 || !p.Has("es el mismo que la entidad recibió") {
		t.Errorf("%d %s", p.Status, p.Body)
	}
}

func TestAnybodyReadsTheKeysAndTheRegister(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, pdf := v.receipt()
	p := v.Get("/.well-known/mesadepartes.json")
	claves, err := cargo.ReadClaves([]byte(p.Body))
	if err != nil || p.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%v %s", err, p.Body)
	}
	if found := cargo.Verify(pdf, claves); found.Veredicto != cargo.Autentico {
		t.Errorf("%+v", found)
	}
	tree, err := cargo.ReadCheckpoint(claves.Registros[0], []byte(v.Get("/registro/checkpoint").Body))
	if err != nil || tree.N != 1 {
		t.Errorf("%v %v", tree, err)
	}
	if err := v.office.Registro.Head(v.office.App); err != nil {
		t.Fatal(err)
	}
	if p := v.Get("/registro/cabezas/1"); p.Status != 200 || p.Body != v.Get("/registro/checkpoint").Body {
		t.Errorf("the head that was kept: %d %s", p.Status, p.Body)
	}
	if p := v.Get("/registro/tile/8/0/000.p/1"); p.Status != 200 || len(p.Body) != 32 || p.Body != string(tree.Hash[:]) {
		t.Errorf("%d, %d bytes", p.Status, len(p.Body))
	}
	for _, path := range []string{"/registro/tile/8/0/000.p/2", "/registro/tile/8/0/000", "/registro/tile/x", "/registro/tile/",
		"/registro/cabezas/1.tst", "/registro/cabezas/2", "/registro/cabezas/x"} {
		if p := v.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

func TestThePageWithoutANetworkCarriesTheKeys(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.receipt()
	p := v.Get("/verificar/sin-conexion.html")
	if !strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") || strings.Contains(p.Body, "@claves@") {
		t.Fatalf("%d %v", p.Status, p.Header)
	}
	_, rest, _ := strings.Cut(p.Body, `id="claves">`)
	text, _, _ := strings.Cut(rest, "</script>")
	var keys cargo.Claves
	if err := json.Unmarshal([]byte(text), &keys); err != nil || len(keys.Registros) != 1 {
		t.Errorf("%v: %s", err, text)
	}
	if strings.Contains(p.Body, "http://") || strings.Contains(p.Body, "https://") {
		t.Error("the page asks a network for something")
	}
}

func TestGuessingCodesIsCounted(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	limited := false
	for i := range 400 {
		p := v.Get(fmt.Sprintf("/verificar/AAAABBBBCCCC%c%c%c%c", 'A'+i%26, 'A'+i/26%26, 'A', 'A'))
		if p.Status == http.StatusTooManyRequests {
			limited = p.Header.Get("Retry-After") != ""
			break
		}
	}
	if !limited {
		t.Error("codes may be guessed for ever")
	}
}
