package bandeja_test

import (
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// Staff open, stamp and take a document that lies on its shelf as any other one.
func TestADocumentOnItsShelfIsOpenedStampedAndTaken(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	id := o.Brought(t, mesa.Derivada)
	doc := o.Documents(t, id)[0]
	original, err := os.ReadFile(stored(o, doc))
	if err != nil {
		t.Fatal(err)
	}
	o.Shelve(t)
	b, _ := signedAt(t, o, site, mesa.RolMesa, "")
	address := "/bandeja/documentos/" + doc.Id
	if p := b.Get(address); p.Status != 200 || p.Body != string(original) || p.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("opened: %d, %d bytes, %v", p.Status, len(p.Body), p.Header)
	}
	if p := b.Do(b.Request("GET", address, "", "Range", "bytes=5-9")); p.Status != 206 || p.Body != string(original[5:10]) {
		t.Errorf("a part: %d %q", p.Status, p.Body)
	}
	if p := b.Get(address + "/sellada.pdf"); p.Status != 200 || !strings.HasPrefix(p.Body, string(original)) {
		t.Errorf("stamped: %d, %d bytes", p.Status, len(p.Body))
	}
	taken := false
	for name, data := range unzip(t, b.Get("/bandeja/1-2026.zip")) {
		taken = taken || strings.HasPrefix(name, "01 ") && data == string(original)
	}
	if !taken {
		t.Error("the whole expediente lacks the document")
	}
}
