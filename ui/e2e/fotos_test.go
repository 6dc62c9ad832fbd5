package e2e

import (
	"fmt"
	"os"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/chromedp/chromedp"
)

// Photos of a document, from a telephone to a number.

const gallery = "#tarjeta-principal .fotos-elegir [multiple]"

// photo writes a photo of 12 million pixels that weighs eight megabytes.
func photo(t *testing.T, name string) string {
	t.Helper()
	path := aFile(t, name, hookstest.Photo(4000, 3000))
	if err := os.Truncate(path, 8<<20); err != nil {
		t.Fatal(err)
	}
	return path
}

// choosePhotos gives several files to a file field.
func (p *page) choosePhotos(field string, files ...string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.CSS(field), files))
}

// pages waits until so many photos stand in the card, ready to be sent.
func (p *page) pages(n int) {
	p.t.Helper()
	p.wait(fmt.Sprint(n, " pages"), `document.querySelectorAll(".foto").length === +%q
		&& !document.querySelector(".fotos[aria-busy]")`, fmt.Sprint(n))
}

// file waits until a statement about the PDF of a card, read as Latin-1, is true.
func (p *page) file(clase, js string) {
	p.t.Helper()
	p.wait("the PDF is read", `(() => {
		fetch(document.querySelector("#tarjeta-" + %q + " .archivo__nombre a").href).then((answer) => answer.arrayBuffer())
			.then((bytes) => { window.read = new TextDecoder("latin1").decode(bytes); });
		return true;
	})()`, clase)
	p.wait("the PDF says "+js, "!!window.read && ((pdf) => "+js+")(window.read)")
}

func TestPhotosInABrowserOnAPhone(t *testing.T) {
	t.Parallel()
	u := openUploads(t, true)
	u.see("Tomar fotos", "Elegir fotos")
	u.look("50-fotos-botones")

	u.choosePhotos(gallery, photo(t, "IMG_1.jpg"), photo(t, "IMG_2.jpg"))
	u.pages(2)
	u.choosePhotos("#tarjeta-principal .fotos [multiple]", photo(t, "IMG_3.jpg"))
	u.pages(3)
	u.press("Girar la página 1") // it stood upright, now it lies
	u.press("Atrasar la página 1")
	u.wait("the second page lies", `document.querySelectorAll(".foto__vista")[1].dataset.giro === "1"`)
	u.look("51-fotos-paginas")

	u.press("Anexo 1") // somewhere else first
	line := 3e6 / 8
	u.line(line, true)
	begun := time.Now()
	u.press("Unir y subir")
	u.seeFile("principal", "Fotos del documento.pdf", "3 folios")
	took := time.Since(begun)
	t.Logf("three photos of 8 MB over 3 Mbit/s: %.1f s of waiting", took.Seconds())
	if took > 20*time.Second {
		t.Errorf("three photos take %s over 3 Mbit/s", took)
	}
	u.look("52-fotos-subidas")
	u.file("principal", `pdf.startsWith("%%PDF-") && pdf.length <= 2 << 20 && !/Exif|GPS-12/.test(pdf)
		&& [...pdf.matchAll(/MediaBox\[0 0 (\d+)/g)].map((m) => m[1]).join() === "595,841,595"`)
	u.line(-1, true)
	u.press("ENVIAR")
	u.seeNumber()
}

// The editor is loaded by who has photos, and must not weigh on a phone.
func TestTheEditorOfPhotosIsSmall(t *testing.T) {
	t.Parallel()
	if info, err := os.Stat("../static/js/fotos.js"); err != nil || info.Size() > 6<<10 {
		t.Errorf("fotos.js: %d bytes, %v", info.Size(), err)
	}
}

// Photos that wait to be sent are in the page alone: the browser asks before it is left.
func TestLeavingWithPhotosIsAsked(t *testing.T) {
	t.Parallel()
	u := openUploads(t, false)
	u.choosePhotos(gallery, aFile(t, "hoja.jpg", hookstest.Photo(1200, 900)))
	u.pages(1)
	u.press("Girar la página 1") // no browser asks for a person who touched nothing
	if _, err := ask[bool](u.page, "location.reload() ?? true"); err != nil {
		t.Fatal(err)
	}
	u.pages(0)
	if u.warnings() != 1 {
		t.Errorf("the browser asked %d times before the photos were lost", u.warnings())
	}
	u.choosePhotos(gallery, aFile(t, "hoja.jpg", hookstest.Photo(1200, 900)))
	u.pages(1)
	u.press("Unir y subir")
	u.seeFile("principal", "Fotos del documento.pdf", "1 folio")
	if _, err := ask[bool](u.page, "location.reload() ?? true"); err != nil {
		t.Fatal(err)
	}
	u.seeFile("principal", "Fotos del documento.pdf", "1 folio")
	if u.warnings() != 1 {
		t.Error("the browser asks after the photos were sent")
	}
}

func TestPhotosThatCannotBeInABrowser(t *testing.T) {
	t.Parallel()
	u := openUploads(t, false)
	heic := aFile(t, "IMG_4.jpg", append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 4096)...))
	good := aFile(t, "hoja.jpg", hookstest.Photo(1200, 900))

	u.attach("#archivo-principal", aFile(t, "carta.docx", []byte("PK\x03\x04\x14[Content_Types].xml")))
	u.see(mesa.TextNoEsPDF("word"))
	u.look("53-fotos-word")
	u.choosePhotos("#archivo-principal", good, aPDF(t, "a.pdf", 1, 0))
	u.see(mesa.TextFotos("fotos_mezcladas", 0, ""))
	u.attach("#archivo-principal", heic)
	u.see(mesa.TextNoEsPDF("heic"))
	u.wait("the zone is back", `!document.querySelector("#tarjeta-principal .zona").hidden`)

	// One of two can't be read: the other stays, and the reason stands under it.
	u.choosePhotos("#archivo-principal", heic, good)
	u.pages(1)
	u.see("IMG_4.jpg: " + mesa.TextNoEsPDF("heic"))
	u.look("54-fotos-una")

	// Nothing is filed while photos wait to be sent; the keyboard does it all.
	u.attach("#archivo-anexo1", aPDF(t, "anexo.pdf", 1, 0))
	u.seeFile("anexo1", "anexo.pdf", "1 folio")
	u.pages(1)
	u.tabToText("Unir y subir")
	u.keys("\r")
	u.seeFile("principal", "Fotos del documento.pdf", "1 folio")
	u.choosePhotos("#archivo-anexo2", good)
	u.pages(1)
	u.press("ENVIAR")
	u.see("Pulse «Unir y subir» para enviar sus fotos")
	u.look("55-fotos-espere")
	u.press("Cancelar")
	u.pages(0)
	u.press("ENVIAR")
	u.seeNumber()
}
