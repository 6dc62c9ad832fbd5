package portal_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// zeros is a body without an end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// Not parallel: what the whole process allocates is measured.
func TestAHeavyUploadToBeVerifiedTakesNoMemory(t *testing.T) {
	hookstest.Dear(t)
	v := newVisit(t)
	const weight, most = 100 << 20, 24 << 20
	part := func(input string) (head, tail string, kind string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		_, _ = w.CreateFormFile(input, "escaneo.pdf")
		head = b.String()
		_ = w.Close()
		return head, b.String()[len(head):], w.FormDataContentType()
	}
	for _, c := range []struct {
		name, input string
		weight      int64
		status      int
		shows       string
	}{
		{"as the receipt", "cargo", weight, 413, mesa.TextCargoPesado},
		{"as a file, without a receipt", "archivos", weight, 422, mesa.TextSinCargo},
		{"beyond every limit", "archivos", 3 * weight, 413, mesa.TextMuchoArchivo},
		{"as a code", "codigo", weight, 422, mesa.TextCodigoCargo},
		{"as a form without files", "", weight, 413, mesa.TextCargoPesado},
	} {
		head, tail, kind := part(c.input)
		if c.input == "" {
			head, tail, kind = "codigo=", "", "application/x-www-form-urlencoded"
		}
		body := io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, c.weight), strings.NewReader(tail))
		req, err := http.NewRequest(http.MethodPost, v.site.URL+"/verificar", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := v.Try(req)
		runtime.ReadMemStats(&after)
		if err == nil && (p.Status != c.status || !p.Has(c.shows)) {
			t.Errorf("%s: %d %s", c.name, p.Status, p.Body)
		}
		if err != nil && c.weight <= weight && c.input != "" {
			t.Errorf("%s: %v", c.name, err) // beyond the limit the server may hang up
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > most {
			t.Errorf("%s took %d MB", c.name, took>>20)
		}
	}
}

func TestWhoGuessesCodesInSeriesIsStoppedWithTheNeighbourhood(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	codigo, pdf := v.receipt()
	guess := func(i int) string { return fmt.Sprintf("AAAABBBBCCCC%c%cAA", 'A'+i%26, 'A'+i/26%26) }
	for i := range 100 {
		thief := v.far(fmt.Sprintf("203.0.113.%d", 1+i)) // each guess from another address
		path := []string{"/verificar/" + guess(i), "/cargo/" + guess(i) + ".pdf"}[i%2]
		if p := thief.Get(path); p.Status != []int{422, 404}[i%2] {
			t.Fatalf("%s: %d", path, p.Status)
		}
	}
	thief := v.far("203.0.113.250")
	for _, path := range []string{"/verificar/" + guess(0), "/cargo/" + guess(0) + ".pdf", "/verificar/" + codigo} {
		if p := thief.Get(path); p.Status != 429 || p.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := thief.Upload("/verificar", "cargo.pdf", pdf, ""); p.Status != 200 || !p.Has("Auténtico") {
		t.Errorf("a receipt of a neighbour is not verified: %d", p.Status)
	}
	far := v.far("198.51.100.7")
	if p := far.Get("/cargo/" + codigo + ".pdf"); p.Status != 200 {
		t.Errorf("from elsewhere: %d", p.Status)
	}
	for range 120 { // who mistypes the same code guesses nothing
		far.Post("/verificar", "codigo", guess(3))
	}
	if p := far.Get("/cargo/" + codigo + ".pdf"); p.Status != 200 {
		t.Errorf("after a slip: %d", p.Status)
	}
}

func TestACutReceiptIsNeverGenuine(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, pdf := v.receipt()
	for _, kept := range []int{1, 100, len(pdf) / 3, len(pdf) / 2, len(pdf) - 3000, len(pdf) - 40, len(pdf) - 1} {
		if p := v.Upload("/verificar", "cargo.pdf", pdf[:kept], ""); p.Status != 200 || p.Has("1-2026") {
			t.Errorf("%d bytes: %d", kept, p.Status)
		}
	}
	for name, body := range map[string]string{ // a form that is cut, or none
		"no parts": "--x--", "empty": "", "noise": "\x00\xff",
		"cut":                     "--x\r\nContent-Disposition: form-data; name=\"cargo\"; filename=\"a.pdf\"\r\n\r\n%PDF",
		"a header without an end": "--x\r\n" + strings.Repeat("A", 1<<20),
	} {
		p := v.Do(v.Request(http.MethodPost, "/verificar", body, "Content-Type", "multipart/form-data; boundary=x"))
		if p.Status != 400 && p.Status != 422 && p.Status != 413 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
}

// Who edits the base hands no changed receipt out as genuine.
func TestAReceiptThatWasChangedInTheBaseIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"its text":       "UPDATE registro_hojas SET cargo = replace(CAST(cargo AS TEXT), '1-2026', '9-2026')",
		"a hash":         "UPDATE registro_hojas SET hash = zeroblob(32)",
		"the tree":       "UPDATE registro_nodos SET h = zeroblob(32)",
		"the tree's end": "DELETE FROM registro_nodos",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVisit(t)
			codigo, pdf := v.receipt()
			v.pastTheRules(statement)
			p := v.Get("/cargo/" + codigo + ".pdf")
			if p.Status < 500 || strings.Contains(p.Body, "%PDF") || strings.Contains(p.Body, "SQL") {
				t.Errorf("%d %s", p.Status, p.Body)
			}
			if p := v.Get("/verificar/" + codigo); p.Has("9-2026") {
				t.Errorf("the page shows what was changed: %d", p.Status)
			}
			if p := v.Upload("/verificar", "cargo.pdf", pdf, ""); p.Status != 200 || !p.Has("Auténtico") {
				t.Errorf("the citizen's own: %d %s", p.Status, p.Body)
			}
		})
	}
}

func TestAWrongPasswordOfTheCertificateIsSaidAndStopsNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Registro.Firma.P12, o.Registro.Firma.Clave = hookstest.P12(t, o.Now().AddDate(1, 0, 0), "buena"), "secreto-equivocado"
	site := uitest.Serve(t, o)
	if said := o.Out.String(); !strings.Contains(said, mesa.TextCertificadoClaveMala) || strings.Contains(said, "secreto-equivocado") {
		t.Errorf("the start says %s", said)
	}
	if p := uitest.NewBrowser(t, site).Get("/salud"); !p.Has("atención") {
		t.Errorf("/salud: %d %s", p.Status, p.Body)
	}
}
