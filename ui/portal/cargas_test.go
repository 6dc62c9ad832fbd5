//go:build linux

package portal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/sys/unix"
)

// announce begins an upload of the draft's main document.
func (v *visit) announce(bytes int, pairs ...string) uitest.Page {
	v.t.Helper()
	meta := []string{"borrador", strings.TrimPrefix(v.draft, "/solicitud/"), "clase", "principal", "filename", "carta.pdf"}
	return v.Announce(bytes, append(meta, pairs...)...)
}

func (v *visit) document() string {
	v.t.Helper()
	r, err := v.office.FindFirstRecordByFilter(mesa.ColDocumentos, "clase = 'principal'")
	if err != nil {
		return ""
	}
	return r.GetString("sha256")
}

// waiting lists what is left in the folder of uploads.
func (v *visit) waiting() []string {
	v.t.Helper()
	var names []string
	err := filepath.WalkDir(cargas.Folder(v.office.DataDir()), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return names
}

func TestAnUploadInPiecesBecomesADocument(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDFOfSize(4, 300_000)
	p := v.announce(len(data), "numero", "005-2022")
	v.want(p, 201)
	up := p.Location
	if !strings.HasPrefix(up, "/cargas/") {
		t.Fatalf("the upload's address is %q", up)
	}
	v.want(v.Chunk(up, 0, data[:100_000]), 204)
	if got := v.Offset(up); got != 100_000 {
		t.Errorf("offset %d", got)
	}
	v.want(v.Chunk(up, 50_000, data[50_000:]), 409) // not where it stopped
	v.want(v.Chunk(up, 100_000, data[100_000:200_000]), 204)
	v.want(v.Chunk(up, 200_000, data[200_000:]), 204)
	sum := sha256.Sum256(data)
	if v.document() != hex.EncodeToString(sum[:]) {
		t.Error("the document is not what was sent")
	}
	if got := v.Offset(up); got != len(data) {
		t.Errorf("a browser that lost the last answer is told %d", got)
	}
	if page := v.choose("asunto").Get(v.draft); !page.Has("carta.pdf") || !page.Has("4 folios") || !page.Has("005-2022") {
		t.Error("the card does not show the file")
	}
}

func TestARefusedUploadSaysWhyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	up := v.announce(20).Location
	p := v.Chunk(up, 0, []byte("MZ esto es programa."))
	v.want(p, 422)
	if p.Body != mesa.TextPDF("no_es_pdf", 0) {
		t.Errorf("body %q", p.Body)
	}
	if left := v.waiting(); len(left) != 0 || v.Offset(up) != -1 {
		t.Errorf("left behind: %v", left)
	}
	p = v.announce(0)
	if p.Status != 422 || p.Body != mesa.TextPDF("vacio", 0) {
		t.Errorf("an empty file: %d %q", p.Status, p.Body)
	}
	p = v.announce(100<<20 + 1)
	if p.Status != 413 || p.Body != mesa.TextPDF("grande", 100<<20) {
		t.Errorf("too large: %d %q", p.Status, p.Body)
	}
	v.want(v.announce(5, "clase", "respuesta"), 422)
}

func TestAnUploadIsItsBrowsersAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDF(1)
	up := v.announce(len(data)).Location
	thief := uitest.NewBrowser(t, v.site)
	id := strings.TrimPrefix(v.draft, "/solicitud/")
	if p := thief.Announce(10, "borrador", id, "clase", "principal", "filename", "x.pdf"); p.Status != 404 {
		t.Errorf("a stranger announces: %d", p.Status)
	}
	if p := thief.Announce(10, "clase", "principal"); p.Status != 404 {
		t.Errorf("nobody's upload: %d", p.Status)
	}
	if thief.Offset(up) != -1 {
		t.Error("a stranger sees an upload")
	}
	if p := thief.Chunk(up, 0, data); p.Status != 404 {
		t.Errorf("a stranger extends it: %d", p.Status)
	}
	if p := thief.Do(thief.Request("DELETE", up, "", "Tus-Resumable", "1.0.0")); p.Status != 404 {
		t.Errorf("a stranger ends it: %d", p.Status)
	}
	for _, path := range []string{"/cargas/..%2f..%2fdata.db", "/cargas/x", "/cargas/" + id} {
		patch := v.Request("PATCH", path, "x", "Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
		if p := v.Do(patch); p.Status != 404 {
			t.Errorf("PATCH %s: %d", path, p.Status)
		}
	}
	if p := v.Do(v.Request("GET", up, "", "Tus-Resumable", "1.0.0")); p.Status != 404 && p.Status != 405 {
		t.Errorf("downloading an upload: %d", p.Status)
	}
	v.want(v.Do(v.Request("DELETE", up, "", "Tus-Resumable", "1.0.0")), 204)
	if left := v.waiting(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnUploadHasOneAddressAndOneMethod(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDF(1)
	up := v.announce(len(data)).Location
	id := strings.TrimPrefix(up, "/cargas/")
	for _, alias := range []string{
		"/cargas/x%2f..%2f" + id, "/cargas/.%2f" + id, "/cargas/%2f" + id, "/cargas/" + id + "%2f", "/cargas/" + id + "%2f.",
	} {
		if p := v.Chunk(alias, 0, data); p.Status != 404 {
			t.Errorf("PATCH %s: %d", alias, p.Status)
		}
	}
	thief := uitest.NewBrowser(t, v.site)
	for _, method := range []string{"PATCH", "HEAD", "DELETE"} {
		p := thief.Do(thief.Request("POST", up, string(data), "Tus-Resumable", "1.0.0", "X-HTTP-Method-Override", method,
			"Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"))
		if p.Status != 404 {
			t.Errorf("POST as %s: %d", method, p.Status)
		}
	}
	if v.Offset(up) != 0 || v.document() != "" {
		t.Error("an alias or another method reached the upload")
	}
}

func TestMetadataNobodyAskedForBuysNothing(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	for i := range 12 {
		v.want(v.announce(1000, "documento", string(rune('a'+i)), "otro", strings.Repeat("x", 5000)), 201)
		v.want(v.announce(1000, "subsanacion", "zz", "clase", "q"+string(rune('a'+i))), 422)
	}
	if left := v.waiting(); len(left) != 8 {
		t.Errorf("%d files wait", len(left))
	}
}

func TestRoomIsLookedForWithWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	var disk unix.Statfs_t
	if err := unix.Statfs(v.office.DataDir(), &disk); err != nil {
		t.Fatal(err)
	}
	free := int64(disk.Bavail) * disk.Bsize
	// Wide margins, because other tests write to the same disk meanwhile.
	v.office.Set(t, map[string]any{"limite_mb": 1024, "reserva_mb": (free - 1500<<20) >> 20})
	first := v.announce(1000 << 20)
	v.want(first, 201)
	v.want(v.Chunk(first.Location, 0, []byte("%PDF-1.7")), 204)
	v.want(v.announce(1000<<20, "clase", "anexo1"), 503)
}

func TestOddChunks(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDF(2)
	up := v.announce(len(data)).Location
	beyond := v.Chunk(up, 0, append(append([]byte{}, data...), "y algo más"...))
	if beyond.Status < 400 {
		t.Errorf("a chunk beyond the announced length: %d", beyond.Status)
	}
	up = v.announce(len(data)).Location
	v.want(v.Chunk(up, 10, data[10:]), 409)
	req := v.Request("PATCH", up, "x", "Tus-Resumable", "1.0.0", "Upload-Offset", "-1", "Content-Type", "application/offset+octet-stream")
	v.want(v.Do(req), 400)
	if p := v.Do(v.Request("POST", "/cargas/", "", "Tus-Resumable", "1.0.0", "Upload-Defer-Length", "1")); p.Status < 400 {
		t.Errorf("no length: %d", p.Status)
	}
	v.want(v.Chunk(up, 0, data), 204)
	if v.document() == "" {
		t.Error("the right chunk was not taken after the odd ones")
	}
}

func TestAnUploadSurvivesItsProgram(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDFOfSize(1, 50_000)
	up := v.announce(len(data)).Location
	v.want(v.Chunk(up, 0, data[:20_000]), 204)
	whole := v.announce(len(data), "clase", "anexo1").Location
	// What a kill between the last byte and the admission leaves behind.
	if err := os.WriteFile(filepath.Join(v.office.DataDir(), "cargas", filepath.Base(whole)), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := v.Offset(whole); got != len(data) {
		t.Errorf("a whole upload answers %d", got)
	}
	if r, err := v.office.FindFirstRecordByData(mesa.ColDocumentos, "clase", "anexo1"); err != nil || r.GetInt("bytes") != len(data) {
		t.Errorf("a whole upload was called stored without being it: %v", err)
	}
	if v.Offset(up) != 20_000 {
		t.Error("the half one is gone")
	}
	v.want(v.Chunk(up, 20_000, data[20_000:]), 204)
}

func TestUploadsOfAGoneDraftArePurged(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	v.want(v.announce(1000), 201)
	purge := func() {
		t.Helper()
		if err := v.office.Purge(v.office.App); err != nil {
			t.Fatal(err)
		}
	}
	purge()
	if len(v.waiting()) != 2 {
		t.Error("an upload of a living draft was purged")
	}
	v.office.Clock.Add(73 * time.Hour)
	purge()
	if left := v.waiting(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNoRoomIsSaidBeforeTheFirstByte(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("asunto")
	begun := v.announce(len(hookstest.PDF(3))).Location
	v.want(v.Chunk(begun, 0, hookstest.PDF(3)[:100]), 204)
	v.office.Set(t, map[string]any{"reserva_mb": 1 << 40})
	p := v.announce(1000)
	if p.Status != 503 || p.Header.Get("Retry-After") != "300" || p.Body != mesa.TextSinEspacio {
		t.Errorf("tus: %d %q %q", p.Status, p.Header.Get("Retry-After"), p.Body)
	}
	p = v.Upload(v.draft+"/documentos/anexo1", "a.pdf", hookstest.PDF(1), "")
	if p.Status != 503 || p.Header.Get("Retry-After") != "300" || !p.Has(mesa.TextSinEspacio) {
		t.Errorf("form: %d %s", p.Status, problems(p))
	}
	_, err := v.office.Create(t, mesa.ColDocumentos, map[string]any{
		"borrador": strings.TrimPrefix(v.draft, "/solicitud/"), "clase": "anexo1", "archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextSinEspacio)
	v.want(v.Chunk(begun, 100, hookstest.PDF(3)[100:]), 204) // begun while there was room
	v.want(v.Post(v.draft+"/enviar"), 303)
}

func TestACorrectionTakesResumableUploadsToo(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	doc := v.office.Observe(t, v.filing(numero))
	session := v.search("/subsanar", numero, "11111111").Location
	data := hookstest.PDF(5)
	p := v.Announce(len(data), "subsanacion", strings.TrimPrefix(session, "/subsanar/"), "documento", doc.Id, "filename", "nuevo.pdf")
	v.want(p, 201)
	v.want(v.Chunk(p.Location, 0, data), 204)
	if page := v.Get(session); !page.Has("nuevo.pdf") || !page.Has("5 folios") {
		t.Error("the card does not show the file")
	}
	big := v.Announce(20<<20+1, "subsanacion", strings.TrimPrefix(session, "/subsanar/"), "documento", doc.Id)
	v.want(big, 413)
	v.want(v.Post(session+"/enviar"), 303)
	v.want(v.Announce(10, "subsanacion", strings.TrimPrefix(session, "/subsanar/"), "documento", doc.Id), 409)
}

func TestTwoClientsOnOneUpload(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDFOfSize(2, 400_000)
	up := v.announce(len(data)).Location
	var wg sync.WaitGroup
	answers := make([]int, 4)
	for i := range answers {
		wg.Go(func() { answers[i] = v.Chunk(up, 0, data).Status })
	}
	wg.Wait()
	taken := 0
	for _, status := range answers {
		switch status {
		case 204:
			taken++
		case 409, 423: // too late, or interrupted for the other: a browser asks where to go on
		default:
			t.Errorf("answer %d", status)
		}
	}
	at := v.Offset(up)
	if taken == 0 { // each interrupted the others: the protocol goes on from what is there
		v.want(v.Chunk(up, at, data[at:]), 204)
	} else if taken > 1 || at != len(data) {
		t.Errorf("%d clients brought the whole file, %d bytes are told", taken, at)
	}
	sum := sha256.Sum256(data)
	if v.document() != hex.EncodeToString(sum[:]) {
		t.Error("the document is not what was sent")
	}
	if n, err := v.office.CountRecords(mesa.ColDocumentos); err != nil || n != 1 {
		t.Errorf("%d documents (%v)", n, err)
	}
	if left := v.waiting(); len(left) != 1 || filepath.Ext(left[0]) != ".done" {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnUploadThatStopsForAnHourGoesOn(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDFOfSize(1, 10_000)
	up := v.announce(len(data)).Location
	v.want(v.Chunk(up, 0, data[:4000]), 204)
	v.office.Clock.Add(time.Hour)
	if err := v.office.Purge(v.office.App); err != nil {
		t.Fatal(err)
	}
	v.want(v.Chunk(up, 4000, data[4000:]), 204)
	if v.document() == "" {
		t.Error("no document")
	}
}

func TestOddNamesOfUploads(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.PDF(1)
	for name, want := range map[string]string{
		"../../../etc/passwd": "passwd.pdf", strings.Repeat("ñ", 300) + ".pdf": strings.Repeat("ñ", 150) + ".pdf",
		"a\r\nX-Otro: 1.pdf": "a X-Otro_ 1.pdf", "<script>.pdf": "_script_.pdf", "": "documento.pdf",
	} {
		p := v.announce(len(data), "filename", name)
		v.want(p, 201)
		v.want(v.Chunk(p.Location, 0, data), 204)
		r, err := v.office.FindFirstRecordByFilter(mesa.ColDocumentos, "clase = 'principal'")
		if err != nil || r.GetString("nombre") != want {
			t.Errorf("%q is kept as %q (%v)", name, r.GetString("nombre"), err)
		}
	}
}

// The inspection of files gives turns by address, so both ways to send one say where
// it comes from.
func TestADocumentSaysFromWhereItComes(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	var came []string
	v.office.OnRecordCreate(mesa.ColDocumentos).BindFunc(func(e *core.RecordEvent) error {
		came = append(came, mesa.OriginOf(e.Record))
		return e.Next()
	})
	data := hookstest.PDF(1)
	v.want(v.Chunk(v.announce(len(data)).Location, 0, data), 204)
	v.want(v.Upload(v.draft+"/documentos/anexo1", "a.pdf", data, ""), 303)
	if len(came) != 2 || came[0] != "127.0.0.1" || came[1] != came[0] {
		t.Errorf("they came from %q", came)
	}
}
