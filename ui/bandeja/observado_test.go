package bandeja_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
)

// What was observed in a document is read in the review, in the trail and in the whole
// expediente, also after the document was corrected.
func TestWhatWasObservedIsShownAlsoAfterItsCorrection(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	s := o.Filed(t, nil)
	o.Clock.Add(1e9)
	doc := o.Observe(t, s.Id)
	const texto = "Está faltando incluir los datos del pedido."
	for _, corrected := range []bool{false, true} {
		if corrected {
			o.Clock.Add(1e9)
			o.Correct(t, s.Id, doc.Id)
		}
		if p := b.Get("/bandeja/1-2026"); strings.Count(p.Body, texto) < 2 {
			t.Errorf("corrected %v: the review shows it %d times", corrected, strings.Count(p.Body, texto))
		}
		files := unzip(t, b.Get("/bandeja/1-2026.zip"))
		for _, name := range []string{"recorrido.txt", "recorrido.csv"} {
			if strings.Count(files[name], texto) != 1 {
				t.Errorf("corrected %v: %s has it %d times", corrected, name, strings.Count(files[name], texto))
			}
		}
	}
}

// withoutMail is a paper of the counter whose person left no address, observed.
func withoutMail(t *testing.T, o *hookstest.Office, b *uitest.Browser) *mesa.Solicitud {
	t.Helper()
	if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	if p := b.Post("/bandeja/1-2026/observar", "observaciones", "Falta la firma."); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	return filing(t, o, "1-2026")
}

// The text of a notice that goes on paper is printed, speaks of no link and no code, and is
// read by who sees the filing.
func TestANoticeOnPaperIsPrinted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ByLaw(t)
	site := uitest.Serve(t, o)
	b, _ := signedAt(t, o, site, mesa.RolMesa, "")
	s := withoutMail(t, o, b)
	path := "/bandeja/avisos/1-2026/" + o.NoticeOf(t, s.Id, "observacion").Id
	if !b.Get("/bandeja/1-2026").Has(path) {
		t.Error("the review does not offer it")
	}
	p := b.Get(path)
	if p.Status != 200 || !p.Has("Falta la firma.") || !p.Has(s.GetString("domicilio")) || !p.Has("data-imprimir") {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	_, sheet, _ := strings.Cut(p.Body, "<pre")
	for _, word := range []string{"/acuse/", "/subsanar", "código", "presione", "mis-tramites", "No responda"} {
		if strings.Contains(sheet, word) {
			t.Errorf("the paper says %q", word)
		}
	}
	seen, err := o.FindAllRecords(mesa.ColAccesos, dbx.HashExp{"accion": "ver", "registro": s.Id})
	if err != nil || len(seen) != 2 {
		t.Errorf("%d notes of the accesses, %v", len(seen), err)
	}
	jefatura, _ := signedAt(t, o, site, mesa.RolJefatura, "")
	area, _ := signedAt(t, o, site, mesa.RolArea, o.Area(t).Id)
	guest := uitest.NewBrowser(t, site)
	for name, c := range map[string]struct {
		b    *uitest.Browser
		want int
	}{"jefatura": {jefatura, 200}, "another area": {area, 404}, "guest": {guest, 303}} {
		if p := c.b.Get(path); p.Status != c.want {
			t.Errorf("%s: %d, want %d", name, p.Status, c.want)
		}
	}
	if p := b.Get("/bandeja/avisos/1-2026/aaaaaaaaaaaaaaa"); p.Status != 404 {
		t.Errorf("an absent one: %d", p.Status)
	}
}

// A notice that a person may confirm by its link is no paper, and paper shows no such link.
func TestAStaffAccountReadsNoAcknowledgementLink(t *testing.T) {
	t.Parallel()
	o, _ := refusing(t)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	s := o.Filed(t, nil)
	o.Observe(t, s.Id)
	mail := o.NoticeOf(t, s.Id, "observacion")
	path := "/bandeja/avisos/1-2026/" + mail.Id
	if p := b.Get(path); p.Status != 404 {
		t.Errorf("a mail that waits: %d", p.Status)
	}
	failedMail(t, o, s.Id)
	if p := b.Get(path); p.Status != 200 || p.Has("/acuse/") || !p.Has("Está faltando incluir") {
		t.Errorf("a mail that failed: %d", p.Status)
	}
}

// An observation whose mail did not leave is printed as a cédula: its term begins with the
// delivery (art. 25.1), whatever the mail said.
func TestAnObservationThatDidNotLeaveIsPrintedForPaper(t *testing.T) {
	t.Parallel()
	for name, byLaw := range map[string]bool{"acuse": true, "envio": false} {
		o, _ := refusing(t)
		if byLaw {
			o.ByLaw(t)
		}
		b, _ := signedIn(t, o, mesa.RolMesa, "")
		s := o.Filed(t, nil)
		o.Observe(t, s.Id)
		failedMail(t, o, s.Id)
		p := b.Get("/bandeja/avisos/1-2026/" + o.NoticeOf(t, s.Id, "observacion").Id)
		_, sheet, _ := strings.Cut(p.Body, "<pre")
		if !strings.Contains(sheet, "se le entregue esta cédula") || !strings.Contains(sheet, "Está faltando incluir") ||
			p.Has("no vale en papel") {
			t.Errorf("%s: %d %s", name, p.Status, sheet)
		}
		for _, word := range []string{"Último día", "/subsanar", "código", "presione", "mis-tramites", "No responda"} {
			if strings.Contains(sheet, word) {
				t.Errorf("%s: the paper says %q", name, word)
			}
		}
	}
}

// The form asks for a PDF for each observed document, and takes those that were brought.
func TestTheCounterTakesAPDFForEachObservedDocument(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	files := map[string][]byte{"principal": hookstest.PDF(1), "anexo1": hookstest.PDF(1)}
	if p := bring(b, paper(o, t, map[string]string{"correo": "", "domicilio": "Av. Inventada 123, Lima"}), files); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	s := filing(t, o, "1-2026")
	docs := o.Documents(t, s.Id)
	if p := b.Post("/bandeja/1-2026/observar", "observado", docs[0].Id, "observado", docs[1].Id,
		"observacion_"+docs[0].Id, "Falta la firma.", "observacion_"+docs[1].Id, "No se lee."); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	shown := b.Get("/bandeja/1-2026?acto=subsanado")
	if strings.Contains(shown.Body, `id="subsanado-respuesta"`) {
		t.Error("one PDF is asked for all")
	}
	send := func(data []byte) uitest.Page {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("motivo", "Lo trajo con la cédula.")
		if data != nil {
			part, _ := w.CreateFormFile("respuesta_"+docs[1].Id, "escaneo.pdf")
			_, _ = part.Write(data)
		}
		_ = w.Close()
		return b.Do(b.Request("POST", "/bandeja/1-2026/subsanado", body.String(), "Content-Type", w.FormDataContentType()))
	}
	for _, doc := range docs {
		if !shown.Has(`name="respuesta_` + doc.Id + `"`) {
			t.Errorf("no field for %s", doc.GetString("clase"))
		}
	}
	if p := send(nil); p.Status != 422 || !p.Has(mesa.TextFaltaEscaneo) || !p.Has("Lo trajo con la cédula.") ||
		!p.Has(`href="#subsanado-respuesta_`) {
		t.Errorf("without a PDF: %d", p.Status)
	}
	if p := send([]byte("esto no es un PDF")); p.Status != 422 || !p.Has(`href="#subsanado-respuesta_`+docs[1].Id) {
		t.Errorf("what is no PDF: %d", p.Status)
	}
	if p := send(hookstest.PDF(2)); p.Status != 303 || filing(t, o, "1-2026").Estado() != mesa.Subsanada {
		t.Errorf("one of two: %d %s", p.Status, p.Body)
	}
}

// The message after an act says what comes next: paper for who left no address, the area of
// a filing that was registered.
func TestTheMessageSaysWhatComesNext(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	withoutMail(t, o, b)
	if p := b.Get("/bandeja?hecho=observar&numero=1-2026"); !p.Has("Solicitud 1-2026: observada: notifique por cédula.") {
		t.Error("says that a person without an address is told")
	}
	if p := b.Get("/bandeja/1-2026"); !p.Has("Anotar cédula entregada") || p.Has("Notificado por cédula") {
		t.Error("the button promises a cédula that the program does not deliver")
	}
	o.Filed(t, nil)
	o.Filed(t, nil)
	p := b.Post("/bandeja/2-2026/registrar")
	if !b.Get(p.Location).Has("Solicitud 2-2026: registrada EXP-2-2026; falta derivar.") {
		t.Error("registered alone")
	}
	area := o.Area(t)
	p = b.Post("/bandeja/3-2026/registrar", "derivar_a", area.Id)
	if !b.Get(p.Location).Has("Solicitud 3-2026: registrada EXP-3-2026, derivada a " + area.GetString("nombre") + ".") {
		t.Error("registered and routed")
	}
	if p := b.Get("/bandeja?hecho=observar&numero=2-2026"); !p.Has("observada; se avisa al ciudadano.") {
		t.Error("who has an address")
	}
}

// What a person without an address would read speaks of no link, no button and no code.
func TestThePreviewOfPaperNamesNoLink(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // where a term begins as a mail leaves
	b, _ := reception(t, o)
	if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status)
	}
	if p := b.Get("/bandeja/1-2026?acto=observar"); !p.Has("a que se entregue la cédula") {
		t.Error("the form says that a mail leaves")
	}
	p := b.Post("/bandeja/1-2026/vista-previa", "acto", "observar", "observaciones", "Falta la firma.")
	_, text, _ := strings.Cut(p.Body, `id="ensayo"`)
	text, _, _ = strings.Cut(text, "</section>")
	if p.Status != 200 || !strings.Contains(text, "mesa de partes") || !strings.Contains(text, "entregue esta cédula") {
		t.Errorf("%d %s", p.Status, text)
	}
	for _, word := range []string{"http", "código", "presione", "Último día"} {
		if strings.Contains(text, word) {
			t.Errorf("says %q", word)
		}
	}
}

// Who observes again is shown what was told before and what art. 125 says, and is not refused.
func TestASecondObservationIsWarnedOf(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	s := o.Filed(t, nil)
	const warning = "La ley pide todas las observaciones en un solo acto (art. 125 de la Ley 27444)"
	if b.Get("/bandeja/1-2026?acto=observar").Has(warning) {
		t.Error("a first observation is warned of")
	}
	o.Clock.Add(1e9)
	doc := o.Observe(t, s.Id)
	o.Clock.Add(1e9)
	o.Correct(t, s.Id, doc.Id)
	p := b.Get("/bandeja/1-2026?acto=observar")
	_, form, _ := strings.Cut(p.Body, `data-acto="observar"`)
	form, _, _ = strings.Cut(form, "</form>")
	if !strings.Contains(form, warning) || !strings.Contains(form, "Está faltando incluir los datos del pedido.") {
		t.Errorf("no warning: %s", form)
	}
	mended := mesa.Current(o.Documents(t, s.Id))[0].Id
	if p := b.Post("/bandeja/1-2026/observar", "observado", mended, "observacion_"+mended, "Sigue faltando."); p.Status != 303 {
		t.Errorf("refused: %d", p.Status)
	}
}

// The form asks for the sense of an answer and chooses none. A program that names none
// answers as before.
func TestTheSenseOfAnAnswerIsChosen(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, rest := signedIn(t, o, mesa.RolMesa, "")
	o.Brought(t, mesa.Registrada)
	if p := b.Get("/bandeja/1-2026?acto=atender"); !p.Has(`<select class="entrada" id="atender-sentido" name="sentido" required>`) ||
		!p.Has(`<option value="" selected>Elija</option>`) {
		t.Error("the form chooses a sense")
	}
	p := b.Post("/bandeja/1-2026/atender", "observaciones", "Se responde.", "sentido", "")
	if p.Status != 422 || !p.Has(mesa.TextSentido) || !p.Has("Se responde.") || !p.Has(`href="#atender-sentido"`) {
		t.Errorf("without one: %d", p.Status)
	}
	body := map[string]any{"solicitud": filing(t, o, "1-2026").Id, "etapa": "ATENDIDO", "observaciones": "Se responde."}
	if p := rest.Call("POST", "/api/collections/movimientos/records", body); p.Status != 200 || !p.Has(`"sentido":"informativa"`) {
		t.Errorf("the API: %d %s", p.Status, p.Body)
	}
}

// No cédula is asked for an observation that was answered at the counter, or closed.
func TestNoCedulaIsAskedForWhatWasAnsweredOrClosed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		etapa mesa.Etapa
		with  map[string]any
	}{
		{"answered", mesa.EtapaSubsanado, map[string]any{"motivo": "Lo trajo.", "respuesta": hookstest.File("e.pdf", hookstest.PDF(1))}},
		{"withdrawn", mesa.EtapaDesistido, map[string]any{"motivo": "Carta del 24 de marzo."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			o.ByLaw(t)
			b, _ := reception(t, o)
			s := withoutMail(t, o, b)
			if p := b.Get("/bandeja/correos"); !p.Has("Aviso de observaciones") {
				t.Fatal("the list does not ask for the cédula of an open observation")
			}
			o.MustMove(t, s.Id, c.etapa, c.with)
			if p := b.Get("/bandeja/correos"); p.Has("Aviso de observaciones") {
				t.Error("the list still asks for a cédula")
			}
			stuck, err := correo.StuckNotices(o, o.Now())
			for _, n := range stuck {
				if n.Tipo == mesa.CorreoObservacion {
					t.Errorf("the digest tells of it, %v", err)
				}
			}
			if c.etapa == mesa.EtapaSubsanado && b.Get("/bandeja?tab=todas").Has("Notificar por cédula") {
				t.Error("the inbox still marks it")
			}
		})
	}
}

// What presses has weight; who else looks is said with the minutes, and faintly.
func TestWhatPressesHasWeight(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ByLaw(t)
	site := uitest.Serve(t, o)
	b, _ := signedAt(t, o, site, mesa.RolMesa, "")
	other, _ := signedAt(t, o, site, mesa.RolJefatura, "")
	s := withoutMail(t, o, b)
	const alert = "SILENCIO POSITIVO: responda hoy."
	if _, err := o.DB().NewQuery("UPDATE solicitudes SET semaforo = 'rojo', alerta = {:a} WHERE id = {:id}").
		Bind(dbx.Params{"a": alert, "id": s.Id}).Execute(); err != nil {
		t.Fatal(err)
	}
	other.Get("/bandeja/1-2026")
	o.Clock.Add(3 * time.Minute)
	p := b.Get("/bandeja/1-2026")
	if !p.Has(`<p class="bd-tenue">CUENTA jefatura la abrió hace 3 min.`) {
		t.Error("who else opened it")
	}
	if !p.Has(`<p class="bd-peligro">` + alert) {
		t.Error("the alert is faint")
	}
}

// The guide names each act that an officer meets, and the office's own rule of the term.
func TestTheGuideNamesWhatAnOfficerMeets(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ByLaw(t)
	b, _ := reception(t, o)
	p := b.Get("/bandeja/guia")
	for _, want := range []string{
		"Reabrir", "Asignar", "Posponer", "Anotar", "Frases", "No derivar todavía", "Mesa también puede atender", "Anotar cédula entregada",
		"a aquel en que conste que recibió nuestro aviso",
	} {
		if !p.Has(want) {
			t.Errorf("the guide lacks %q", want)
		}
	}
}
