package bandeja_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// Whoever may see a filing may take its papers with the stamp of reception. The copy is the
// stored file with more behind it, and is noted as a download.
func TestStaffTakeACopyWithTheStampOfReception(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	id := o.Brought(t, mesa.Derivada)
	doc := o.Documents(t, id)[0]
	original, err := os.ReadFile(stored(o, doc))
	if err != nil {
		t.Fatal(err)
	}
	for _, rol := range []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura} {
		area := ""
		if rol == mesa.RolArea {
			area = o.Record(t, mesa.ColSolicitudes, id).GetString("area")
		}
		b, _ := signedAt(t, o, site, rol, area)
		if p := b.Get("/bandeja/1-2026"); !p.Has("/bandeja/documentos/" + doc.Id + "/sellada.pdf") {
			t.Errorf("%s: the review has no way to the copy", rol)
		}
		p := b.Do(b.Request("GET", "/bandeja/documentos/"+doc.Id+"/sellada.pdf", "", "Range", "bytes=0-3"))
		h := p.Header
		if p.Status != 200 || !strings.HasPrefix(p.Body, string(original)) || len(p.Body) < len(original)+1000 {
			t.Errorf("%s: %d, %d bytes", rol, p.Status, len(p.Body))
		}
		if h.Get("Content-Disposition") != `attachment; filename="copia-sellada-1-2026-principal.pdf"` ||
			h.Get("Content-Type") != "application/pdf" || h.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %v", rol, h)
		}
		noted, err := o.FindFirstRecordByFilter(mesa.ColAccesos, "archivo = 'copia-sellada-1-2026-principal.pdf' && actor ~ {:a}",
			map[string]any{"a": "CUENTA " + string(rol)})
		if err != nil || noted.GetString("accion") != "descargar" || noted.GetString("registro") != doc.Id {
			t.Errorf("%s: the register of accesses: %v, %v", rol, noted, err)
		}
	}
	if after, err := os.ReadFile(stored(o, doc)); err != nil || !bytes.Equal(after, original) {
		t.Errorf("the stored file changed: %v", err)
	}
	site.Close() // waits for the handlers, which tidy up after the answer
	left, err := filepath.Glob(filepath.Join(o.DataDir(), "*", "form-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAForeignDocumentHasNoStampedCopy(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	draft := o.Ready(t, nil)
	unsent, err := o.FindFirstRecordByData(mesa.ColDocumentos, "borrador", draft.Id)
	if err != nil {
		t.Fatal(err)
	}
	path := func(id string) string { return "/bandeja/documentos/" + id + "/sellada.pdf" }
	if p := uitest.NewBrowser(t, site).Get(path(doc.Id)); p.Status != 303 {
		t.Errorf("nobody: %d", p.Status)
	}
	area, _ := signedAt(t, o, site, mesa.RolArea, o.Area(t).Id)
	absent := area.Get(path("aaaaaaaaaaaaaaa"))
	if p := area.Get(path(doc.Id)); p.Status != 404 || absent.Status != 404 || p.Body != absent.Body {
		t.Errorf("an area: %d and %d", p.Status, absent.Status)
	}
	front, _ := signedAt(t, o, site, mesa.RolMesa, "")
	if p := front.Get(path(unsent.Id)); p.Status != 404 {
		t.Errorf("a draft's: %d", p.Status)
	}
	if p := front.Post(path(doc.Id)); p.Status != 404 && p.Status != 405 {
		t.Errorf("POST: %d", p.Status)
	}
}

// What takes no stamp is refused in words, with the original still there.
func TestWhatTakesNoStampIsRefusedInWords(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	twice := bytes.Replace(hookstest.PDF(2), []byte("/Kids [4 0 R 5 0 R"), []byte("/Kids [4 0 R 4 0 R"), 1)
	draft := o.Ready(t, nil)
	o.Must(t, mesa.ColDocumentos, map[string]any{"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("raro.pdf", twice)})
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede.",
		"respuesta": hookstest.File("r.pdf", hookstest.PDF(1)),
	})
	b, _ := signedAt(t, o, site, mesa.RolMesa, "")
	for _, doc := range o.Documents(t, s.Id) {
		want := map[string]string{"anexo1": mesa.TextSello("sello_imposible"), mesa.ClaseRespuesta: mesa.TextSinSello}[doc.GetString("clase")]
		p := b.Get("/bandeja/documentos/" + doc.Id + "/sellada.pdf")
		if want == "" {
			if p.Status != 200 {
				t.Errorf("the good one: %d", p.Status)
			}
			continue
		}
		if p.Status != 409 || !p.Has(want) || !strings.Contains(p.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %s", doc.GetString("clase"), p.Status, p.Body)
		}
	}
	if p := b.Get("/bandeja/1-2026"); strings.Count(p.Body, "/sellada.pdf") != 2 {
		t.Error("the answer offers a stamp of reception")
	}
}

func stored(o *hookstest.Office, doc *core.Record) string {
	return filepath.Join(o.DataDir(), core.LocalStorageDirName, doc.BaseFilesPath(), doc.GetString("archivo"))
}
