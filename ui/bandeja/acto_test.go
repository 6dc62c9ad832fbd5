package bandeja_test

import (
	"bytes"
	"mime/multipart"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// enclose sends the form of an act with PDFs in `respuesta`.
func enclose(b *uitest.Browser, path string, files [][]byte, pairs ...string) uitest.Page {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	for _, data := range files {
		part, _ := w.CreateFormFile("respuesta", "escaneo.pdf")
		_, _ = part.Write(data)
	}
	_ = w.Close()
	return b.Do(b.Request("POST", path, body.String(), "Content-Type", w.FormDataContentType()))
}

// The form of each act that takes a PDF at the counter asks for all that its rule wants.
func TestReceptionTakesAtTheCounterWhatIsCorrectedOrWithdrawn(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	for _, c := range []struct {
		act  string
		from mesa.Estado
		to   mesa.Estado
	}{{"subsanado", mesa.Observada, mesa.Subsanada}, {"desistir", mesa.Recibida, mesa.Archivada}} {
		s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, c.from))
		path := "/bandeja/" + s.GetString("numero")
		shown := b.Get(path + "?acto=" + c.act)
		for _, field := range []string{"motivo", "respuesta"} {
			if !shown.Has(`id="` + c.act + "-" + field + `"`) {
				t.Errorf("%s does not ask for %s", c.act, field)
			}
		}
		p := enclose(b, path+"/"+c.act, [][]byte{hookstest.PDF(1)}, "version", shown.Field("version"), "motivo", "Carta del 24 de marzo.")
		if got := filing(t, o, s.GetString("numero")).Estado(); p.Status != 303 || got != c.to {
			t.Errorf("%s: %d, %s", c.act, p.Status, got)
		}
	}
}

// A mail may be read before with the PDF of the answer chosen, and two PDFs are not one.
func TestAnAnswerIsReadBeforeWithItsPDF(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, mesa.Registrada))
	path, pdf := "/bandeja/"+s.GetString("numero"), hookstest.PDF(1)
	big := append(bytes.Clone(pdf), append([]byte("\n%"), bytes.Repeat([]byte("a"), 3<<20)...)...)
	typed := []string{"acto", "atender", "observaciones", "Se atiende lo pedido.", "sentido", "informativa"}
	p := enclose(b, path+"/vista-previa", [][]byte{big}, typed...)
	if p.Status != 200 || !p.Has("Se atiende lo pedido.") || !p.Has(" required>") {
		t.Errorf("preview: %d; a form without its PDF goes out: %v", p.Status, !p.Has(" required>"))
	}
	p = enclose(b, path+"/atender", [][]byte{pdf, pdf}, typed...)
	if p.Status != 422 || !p.Has(mesa.TextUnSoloPDF) || !p.Has("Se atiende lo pedido.") {
		t.Errorf("two PDFs: %d", p.Status)
	}
	if p := enclose(b, path+"/atender", [][]byte{pdf}, typed...); p.Status != 303 {
		t.Errorf("one PDF: %d", p.Status)
	}
}

// A filing that moved meanwhile is not given to a person on the page of before.
func TestAssigningLooksAtTheVersion(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	s := o.Filed(t, nil)
	person, err := o.FindAuthRecordByEmail(mesa.ColPersonal, "mesa@ejemplo.pe")
	if err != nil {
		t.Fatal(err)
	}
	old := b.Get("/bandeja/1-2026").Field("version")
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	if p := b.Post("/bandeja/1-2026/asignar", "version", old, "responsable", person.Id); p.Status != 409 {
		t.Errorf("on the old page: %d", p.Status)
	}
	if p := b.Post("/bandeja/1-2026/asignar", "version", "1", "responsable", person.Id); p.Status != 303 {
		t.Errorf("on the new one: %d", p.Status)
	}
}

// An area is told which other filings hold the same file only as far as it may see them.
func TestAnAreaIsNotToldOfTheSameFileElsewhere(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	o.Filed(t, nil)
	s := o.Filed(t, nil)
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
	const told = `Igual al de <a href="/bandeja/1-2026">`
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	for correo, want := range map[string]bool{"mesa@ejemplo.pe": true, "area@ejemplo.pe": false} {
		b := uitest.NewBrowser(t, site)
		enter(t, b, correo)
		if p := b.Get("/bandeja/2-2026"); p.Status != 200 || p.Has(told) != want {
			t.Errorf("%s: %d, told %v", correo, p.Status, p.Has(told))
		}
	}
}

// A notice to who left no address was never with a mail server.
func TestANoticeWithoutAnAddressIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	b.Post("/bandeja/1-2026/observar", "observaciones", "Falta la firma.")
	p := b.Get("/bandeja/correos")
	if !p.Has(mesa.TextSinDireccion) || p.Has("no aceptó el mensaje") || p.Has("/bandeja/1-2026/reintentar") {
		t.Errorf("the list of mails: %s", p.Body)
	}
	if p := b.Get("/bandeja?tab=todas"); !p.Has("Notificar por cédula") || p.Has("Correo no salió") {
		t.Error("the inbox names a mail that was never to leave")
	}
	if p := b.Get("/bandeja/1-2026"); p.Has("/bandeja/1-2026/reintentar") || !p.Has("Sin correo: se notifica por cédula") {
		t.Error("the review offers to send it again")
	}
}

// Text that was typed beside a file that is too large is shown again, whatever its size and
// wherever it stands in the form.
func TestTheTextBesideAFileThatIsTooLargeIsKept(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	o.Brought(t, mesa.Registrada)
	for _, act := range []string{"atender", "vista-previa"} {
		for _, size := range []int{16 << 20, 33 << 20} {
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			_ = w.WriteField("acto", "atender")
			_ = w.WriteField("observaciones", "Se le responde así.")
			part, err := w.CreateFormFile("respuesta", "carta.pdf")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(make([]byte, size))
			_ = w.WriteField("documento_numero", "CARTA 77")
			_ = w.Close()
			p := b.Do(b.Request("POST", "/bandeja/1-2026/"+act, body.String(), "Content-Type", w.FormDataContentType()))
			if p.Status != 413 && p.Status != 422 || !p.Has("Se le responde así.") || !p.Has("CARTA 77") || !p.Has(`href="#atender-respuesta"`) {
				t.Errorf("%s, %d MB: %d %.300s", act, size>>20, p.Status, p.Body)
			}
		}
	}
}

// A text that is too long comes back whole, with the limit beside it: nothing is cut.
func TestATextThatIsTooLongIsNotCut(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0].Id
	long := strings.Repeat("Se le responde así. ", 110) // 2,200 letters
	shown := b.Get("/bandeja/1-2026?acto=observar").Body
	for _, area := range regexp.MustCompile(`<textarea[^>]*>`).FindAllString(shown, -1) {
		if strings.Contains(area, "maxlength") || !strings.Contains(area, "data-contador=") {
			t.Errorf("the browser cuts what is typed, or counts nothing: %s", area)
		}
	}
	p := b.Post("/bandeja/1-2026/observar", "observado", doc, "observacion_"+doc, long)
	if p.Status != 422 || !p.Has(mesa.TextTooLong(mesa.MaxObservacion)) || !p.Has(long) || !p.Has("observar-observacion_"+doc+"-error") {
		t.Errorf("a document: %d", p.Status)
	}
	p = b.Post("/bandeja/1-2026/observar", "observaciones", long)
	if p.Status != 422 || !p.Has(mesa.TextTooLong(mesa.MaxRespuesta)) || !p.Has(long) {
		t.Errorf("the general text: %d", p.Status)
	}
}
