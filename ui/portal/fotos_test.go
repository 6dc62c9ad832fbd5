//go:build linux

package portal_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
)

// photosOf gives so many photos and their names.
func photosOf(n int) (names []string, photos [][]byte) {
	one := hookstest.Photo(800, 600)
	for i := range n {
		names, photos = append(names, fmt.Sprintf("IMG_%03d.jpg", i)), append(photos, one)
	}
	return names, photos
}

// made reads the stored file of a class and its record.
func (v *visit) made(clase string) (*core.Record, []byte) {
	v.t.Helper()
	r, err := v.office.FindFirstRecordByData(mesa.ColDocumentos, "clase", clase)
	if err != nil {
		v.t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(v.office.DataDir(), core.LocalStorageDirName, r.BaseFilesPath(), r.GetString("archivo")))
	if err != nil {
		v.t.Fatal(err)
	}
	return r, data
}

// isMade checks that a document is a PDF like any other, of so many pages.
func (v *visit) isMade(clase, nombre string, folios int) {
	v.t.Helper()
	r, data := v.made(clase)
	if r.GetString("nombre") != nombre || r.GetInt("folios") != folios || r.GetInt64("bytes") != int64(len(data)) {
		v.t.Errorf("%s, %d folios, %d bytes of %d", r.GetString("nombre"), r.GetInt("folios"), r.GetInt64("bytes"), len(data))
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) || bytes.Contains(data, []byte("Exif")) || bytes.Contains(data, []byte("GPS-12")) {
		v.t.Error("it is no PDF, or it tells where the photo was taken")
	}
	if left := v.waiting(); len(left) > 0 {
		for _, name := range left {
			if !strings.HasSuffix(name, ".done") {
				v.t.Errorf("left behind: %s", name)
			}
		}
	}
}

func TestPhotosAreFiledWithoutScripts(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Presento fotos")
	names, photos := photosOf(3)
	v.want(v.UploadAll(v.draft+"/documentos/principal", names, photos, "005-2022"), 303)
	v.isMade("principal", "IMG_000.pdf", 3)
	v.want(v.Upload(v.draft+"/documentos/anexo1", "foto.pdf", photos[0], ""), 303) // its name lies
	v.isMade("anexo1", "foto.pdf", 1)
	if p := v.Get(v.draft); !p.Has("IMG_000.pdf") || !p.Has("3 folios") || !p.Has("005-2022") {
		t.Error("the card does not show the document")
	}
	p := v.Post(v.draft + "/enviar")
	v.want(p, 303)
	if p := v.Get(p.Location); !p.Has("1-2026") {
		t.Error("no number")
	}
}

func TestPhotosOfTheScriptAreOneUpload(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	data := hookstest.Album(hookstest.Photo(800, 600), hookstest.Photo(400, 300))
	up := v.announce(len(data), "filename", "Fotos del documento.pdf").Location
	v.want(v.Chunk(up, 0, data[:20_000]), 204) // lost half way
	if got := v.Offset(up); got != 20_000 {
		t.Fatalf("offset %d", got)
	}
	v.want(v.Chunk(up, 20_000, data[20_000:]), 204)
	v.isMade("principal", "Fotos del documento.pdf", 2)
}

func TestACorrectionTakesPhotos(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	doc := v.office.Observe(t, v.filing(numero))
	session := v.search("/subsanar", numero, "11111111").Location
	names, photos := photosOf(2)
	v.want(v.UploadAll(session+"/documentos/"+doc.Id, names, photos, ""), 303)
	if p := v.Get(session); !p.Has("IMG_000.pdf") || !p.Has("2 folios") {
		t.Error("the card does not show the document")
	}
	names, photos = photosOf(pdf.MaxFotos + 1)
	p := v.UploadAll(session+"/documentos/"+doc.Id, names, photos, "")
	v.want(p, 422)
	if !p.Has(mesa.TextFotos("fotos_demasiadas", 0, "")) || !p.Has("IMG_000.pdf") {
		t.Error("31 photos: no reason, or the document before them is gone")
	}
}

func TestPhotosThatAreRefusedSayWhy(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Presento fotos")
	at := v.draft + "/documentos/principal"
	photo := hookstest.Photo(800, 600)
	heic := append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 4096)...)
	many, manyPhotos := photosOf(pdf.MaxFotos + 20)
	for name, c := range map[string]struct {
		names []string
		files [][]byte
		want  string
	}{
		"heic":        {[]string{"IMG_1.jpg"}, [][]byte{heic}, mesa.TextNoEsPDF("heic")},
		"heic within": {[]string{"a.jpg", "IMG_1.jpg"}, [][]byte{photo, heic}, mesa.TextFotos("foto_no_es", 2, "heic")},
		"word":        {[]string{"a.pdf"}, [][]byte{[]byte("PK\x03\x04[Content_Types].xml word/document.xml")}, mesa.TextNoEsPDF("word")},
		"cut":         {[]string{"a.jpg", "b.jpg"}, [][]byte{photo, photo[:len(photo)/2]}, mesa.TextFotos("foto_ilegible", 2, "")},
		"a PDF too":   {[]string{"a.jpg", "b.pdf"}, [][]byte{photo, hookstest.PDF(1)}, mesa.TextFotos("fotos_mezcladas", 0, "")},
		"PDF first":   {[]string{"a.pdf", "b.jpg"}, [][]byte{hookstest.PDF(1), photo}, mesa.TextFotos("fotos_mezcladas", 0, "")},
		"too many":    {many, manyPhotos, mesa.TextFotos("fotos_demasiadas", 0, "")},
	} {
		p := v.UploadAll(at, c.names, c.files, "005")
		if p.Status != 422 || !p.Has(c.want) || p.Field("numero") != "005" {
			t.Errorf("%s: %d, want %q: %s", name, p.Status, c.want, problems(p))
		}
	}
	v.office.Set(t, map[string]any{"limite_mb": 1})
	big := make([]byte, 600<<10)
	copy(big, photo)
	v.wantRefused(v.UploadAll(at, []string{"a.jpg", "b.jpg"}, [][]byte{big, big}, ""), 422, "archivo-principal", mesa.TextPDF("grande", 1<<20))
	v.office.Set(t, map[string]any{"admitir_fotos": false})
	v.wantRefused(v.Upload(at, "a.jpg", photo, ""), 422, "archivo-principal", mesa.TextNoEsPDF("foto"))
	if p := v.Get(v.draft); p.Has("Tomar fotos") || strings.Contains(p.Body, "image/jpeg,image/png,image/webp\" multiple required") {
		t.Error("photos are offered where the office takes none")
	}
	if v.document() != "" || len(v.waiting()) > 0 {
		t.Error("something was stored, or left behind")
	}
}
