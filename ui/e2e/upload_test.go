package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Uploads over a bad line: what the citizen's browser does when the line, the
// page or the server goes away in the middle of a file.

const lost = "Se perdió la conexión. Seguiremos solos cuando vuelva."

func TestAnUploadInABrowserSurvivesTheLineAndTheServer(t *testing.T) {
	t.Parallel()
	u := openUploads(t, false)
	u.expects("net::ERR_")
	data := hookstest.PDFOfSize(4, 30<<20)

	u.line(6<<20, true)
	u.attach("#archivo-principal", aFile(t, "escaneado.pdf", data))
	u.passes("principal", 10)
	u.see("Subiendo escaneado.pdf", "de 30,0 MB", "MB por segundo", "Falta")
	u.look("40-subiendo")

	u.line(0, false)
	u.see(lost)
	u.look("41-sin-conexion")
	u.line(6<<20, true)
	u.passes("principal", 30)

	u.office.server.Kill()
	u.see(lost)
	u.office.server.Start()
	u.passes("principal", 50)

	u.line(0, false)
	u.see(lost)
	u.line(6<<20, true)
	u.seeFile("principal", "escaneado.pdf", "4 folios")
	u.see("Revise y envíe")
	u.stored("principal", data)
	if posts := u.requests("POST"); len(posts) != 1 {
		t.Errorf("the file was begun %d times", len(posts))
	}
}

func TestUploadsInABrowser(t *testing.T) {
	t.Parallel()
	u := openUploads(t, true)

	// What the page can see is refused in the server's words, before a byte is sent.
	for _, c := range []struct{ file, text string }{
		{aFile(t, "programa.pdf", append([]byte("MZ\x90\x00"), make([]byte, 4096)...)), mesa.TextPDF("no_es_pdf", 0)},
		{aFile(t, "vacio.pdf", nil), mesa.TextPDF("vacio", 0)},
		{aFile(t, "pagina.pdf", []byte("<html>%PDF-1.7")), mesa.TextPDF("no_es_pdf", 0)},
		{sparse(t, "grande.pdf", 100<<20+1), mesa.TextPDF("grande", 100<<20)},
	} {
		u.attach("#archivo-principal", c.file)
		u.see(c.text)
		u.focused("archivo-principal")
	}
	u.look("42-rechazado")
	if sent := u.requests(""); len(sent) != 0 {
		t.Errorf("a file refused in the page was announced: %v", sent)
	}
	u.wait("the text of a fault is the server's", "document.querySelector('form[data-falla]').dataset.falla === %q", mesa.TextCargaFallida)

	// Lines that a printer left before the header are no reason to refuse.
	printed := append([]byte("\xef\xbb\xbf\r\n@PJL SET COPIES=1\r\n"), hookstest.PDF(2)...)
	u.attach("#archivo-principal", aFile(t, "impreso.pdf", printed))
	u.seeFile("principal", "impreso.pdf", "2 folios")
	u.stored("principal", printed)

	// The server's own refusal stands in the card.
	u.expects("status of 422")
	pdf := hookstest.PDF(3)
	u.attach("#archivo-anexo1", aFile(t, "cortado.pdf", pdf[:len(pdf)/2]))
	u.see(mesa.TextPDF("danado", 0))

	// Nothing is filed while a file is on its way; a pause holds it.
	data := hookstest.PDFOfSize(3, 12<<20)
	file := aFile(t, "anexo.pdf", data)
	u.line(2<<20, true)
	u.attach("#archivo-anexo1", file)
	u.passes("anexo1", 5)
	u.press("ENVIAR")
	u.see("Espere a que termine de subir anexo.pdf")
	u.look("43-espere")
	u.press("Pausar: Anexo 1")
	u.see("En pausa: anexo.pdf")
	u.look("44-en-pausa")
	u.press("Continuar: Anexo 1")
	u.passes("anexo1", 40)

	// The page is loaded again: the browser warns, and the same file goes on where it stopped.
	if _, err := ask[bool](u.page, "location.reload() ?? true"); err != nil {
		t.Fatal(err)
	}
	u.see("Tiene una subida sin terminar de anexo.pdf (")
	if u.warnings() != 1 {
		t.Errorf("the browser warned %d times of leaving", u.warnings())
	}
	u.look("45-sin-terminar")
	u.forget()
	u.line(-1, true)
	u.attach("#archivo-anexo1", file)
	u.seeFile("anexo1", "anexo.pdf", "3 folios")
	u.stored("anexo1", data)
	patches := u.requests("PATCH")
	if len(u.requests("POST")) != 0 || len(patches) == 0 || patches[0].offset < 4<<20 {
		t.Errorf("the file was sent again from its start: %v", u.requests(""))
	}

	// Without room on the disk the file stays chosen, to be sent later.
	u.expects("status of 503")
	entidad := "/api/collections/entidad/records/" + u.office.find("entidad", "")
	u.office.send(http.MethodPatch, entidad, map[string]any{"reserva_mb": 1 << 40}, nil)
	u.attach("#archivo-anexo2", aPDF(t, "luego.pdf", 1, 0))
	u.see(mesa.TextSinEspacio)
	u.look("46-sin-espacio")
	u.office.send(http.MethodPatch, entidad, map[string]any{"reserva_mb": 1}, nil)
	u.press("Volver a intentar con luego.pdf: Anexo 2")
	u.seeFile("anexo2", "luego.pdf", "1 folio")
	u.press("Eliminar archivo: Anexo 2")

	// A cancelled upload leaves nothing behind, here and there.
	u.line(1<<20, true)
	u.attach("#archivo-anexo2", aPDF(t, "equivocado.pdf", 1, 12<<20))
	u.passes("anexo2", 5)
	u.press("Cancelar: Anexo 2")
	u.wait("the card asks for a file again", "document.querySelector('#tarjeta-anexo2 .zona').checkVisibility()")
	u.focused("archivo-anexo2")
	u.wait("nothing is remembered", "Object.keys(localStorage).length === 0")
	u.office.until("the server has nothing of it", func() bool {
		left, err := filepath.Glob(filepath.Join(u.office.server.Dir, "cargas", "*.info"))
		return err == nil && len(left) == 0
	})
	u.line(-1, true)
	u.look("47-listo")
	u.press("ENVIAR")
	numero := u.seeNumber()

	// The new annex of a correction goes the same way; what was typed beside it stays.
	u.office.move(numero, "OBSERVADO", map[string]any{"observaciones": "Explique el plazo."})
	u.open("/subsanar")
	u.search(numero, "11111111")
	u.see("Su respuesta")
	u.fill("respuesta", "El plazo es de diez días.")
	u.fill("numero-anexo", "006-2026")
	u.attach("#archivo-anexo", aPDF(t, "plazo.pdf", 2, 0))
	u.seeFile("anexo", "plazo.pdf", "2 folios")
	u.see("N° de documento: 006-2026")
	u.holds("respuesta", "El plazo es de diez días.")
	u.press("ENVIAR SUBSANACIÓN")
	u.see("Subsanación recibida")
}

// uploads is a citizen at the file cards of a draft, and the wire below.
type uploads struct {
	*page

	mu      sync.Mutex
	sent    []request
	dialogs int
}

// request is one of the tus protocol.
type request struct {
	method string
	offset int64
}

func openUploads(t *testing.T, phone bool) *uploads {
	t.Helper()
	u := &uploads{page: openBrowser(t, phone)}
	if _, err := chromedp.Call(u.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(u.ctx, u.hear); err != nil {
		t.Fatal(err)
	}
	u.open("/")
	u.press("Acepto los términos y condiciones")
	u.press("Persona Natural")
	u.see("Generar solicitud")
	u.fillPerson(ana)
	u.press("Código de validación")
	u.see("Revise su correo")
	u.fill("codigo", u.office.code(ana))
	u.press("Validar")
	u.see("Datos de la solicitud de trámite")
	u.choose("tramite", procedure)
	u.see("Plazo de respuesta") // it makes room for itself above the button
	u.fill("asunto", subject)
	u.press("Continuar")
	u.see("El documento principal es obligatorio.")
	u.office.signIn()
	return u
}

func (u *uploads) hear(event any) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if strings.Contains(e.Request.URL, "/cargas/") {
			offset, _ := strconv.ParseInt(fmt.Sprint(e.Request.Headers["Upload-Offset"]), 10, 64)
			u.sent = append(u.sent, request{e.Request.Method, offset})
		}
	case *cdppage.EventJavascriptDialogOpening:
		u.dialogs++
		go func() {
			_, _ = chromedp.Call(u.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

// requests lists what went to /cargas/, of one method or all.
func (u *uploads) requests(method string) (list []request) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, r := range u.sent {
		if method == "" || r.method == method {
			list = append(list, r)
		}
	}
	return list
}

func (u *uploads) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sent = nil
}

func (u *uploads) warnings() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.dialogs
}

// line is how many bytes a second go up, -1 for all, or that there is none.
func (u *uploads) line(speed float64, there bool) {
	u.t.Helper()
	u.conditions(network.Conditions{Offline: !there, DownloadThroughput: -1, UploadThroughput: speed})
	state := network.OverrideNetworkStateParams{Offline: !there, DownloadThroughput: -1, UploadThroughput: speed}
	if _, err := chromedp.Call(u.ctx, network.OverrideNetworkState, state); err != nil {
		u.t.Fatal(err)
	}
}

// passes waits until the bar of a card is beyond so many percent and moves.
func (u *uploads) passes(clase string, percent int) {
	u.t.Helper()
	u.wait(fmt.Sprintf("%s beyond %d %%", clase, percent), `(() => {
		const panel = document.querySelector("#tarjeta-" + %q + " .avance");
		return panel?.dataset.estado === "subiendo" && panel.querySelector("progress").value > +%q;
	})()`, clase, strconv.Itoa(percent))
}

// stored checks that the server keeps exactly these bytes.
func (u *uploads) stored(clase string, data []byte) {
	u.t.Helper()
	var list struct{ Items []struct{ Sha256 string } }
	u.office.read(http.MethodGet, "/api/collections/documentos/records?filter="+url.QueryEscape("clase = '"+clase+"'"), "", nil, &list)
	sum := sha256.Sum256(data)
	if len(list.Items) != 1 || list.Items[0].Sha256 != hex.EncodeToString(sum[:]) {
		u.t.Errorf("%s is not what was sent: %+v", clase, list.Items)
	}
}

// sparse writes a file of so many bytes that takes no room.
func sparse(t *testing.T, name string, size int64) string {
	t.Helper()
	path := aFile(t, name, []byte("%PDF-1.7\n"))
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}
