package portal_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// ready is a draft with its three parts, and no file but the principal one.
func ready(t *testing.T, instant string) *visit {
	t.Helper()
	return visitAt(t, instant).start("natural").identify().choose("Presento el entregable").attach()
}

func TestTheCheckListSaysEachThingOnceWithItsOwnChange(t *testing.T) {
	t.Parallel()
	v := ready(t, workday)
	page := v.Get(v.draft)
	for _, once := range []string{"JUAN PEREZ PEREZ (DNI 11111111)", "987654321", "Av. Inventada 123",
		"Presento el entregable", "005-2022-ABC"} {
		if n := strings.Count(page.Body, once); n != 1 {
			t.Errorf("%q stands there %d times", once, n)
		}
	}
	for clave, link := range map[string]string{
		"Solicitante": "datos#tipo_documento", "Teléfono": "datos#telefono", "Domicilio": "datos#domicilio", "Correo validado": "datos#correo",
		"Trámite": "tramite#tramite", "Asunto": "tramite#asunto",
	} {
		row := regexp.MustCompile(`(?s)<dt>` + clave + `</dt>.*?</div>`).FindString(page.Body)
		if !strings.Contains(row, `href="`+v.draft+"?editar="+link+`"`) || !strings.Contains(row, "Cambiar") {
			t.Errorf("%s: %s", clave, row)
		}
		part, field, _ := strings.Cut(link, "#")
		if open := v.Get(v.draft + "?editar=" + part); !strings.Contains(open.Body, `id="`+field+`"`) {
			t.Errorf("the change of %s does not lead to its field", clave)
		}
	}
}

func TestAChangeCanBeLeftAndTheDocumentsStayInSight(t *testing.T) {
	t.Parallel()
	v := ready(t, workday)
	const leave = ">Cancelar<span"
	for _, part := range []string{"datos", "tramite"} {
		page := v.Get(v.draft + "?editar=" + part)
		if !page.Has(leave) || !page.Has("instructivo.pdf") || page.Has(`data-guarda="formulario-`+part) || page.Has(">ENVIAR<") {
			t.Errorf("changing %s: cancel %v, document %v, saves itself %v", part, page.Has(leave), page.Has("instructivo.pdf"),
				page.Has(`data-guarda="formulario-`+part))
		}
	}
	refused := v.Post(v.draft+"/datos", with(juan, "telefono", "1")...)
	if refused.Status != 422 || !refused.Has(leave) || !refused.Has("instructivo.pdf") {
		t.Errorf("a refused change: %d", refused.Status)
	}
	if page := v.Get(v.draft); !page.Has("987654321") || !page.Has("Revise y envíe") {
		t.Errorf("left: %s", problems(page))
	}
	first := newVisit(t).start("natural") // what was never complete can't be left
	if page := first.Get(first.draft); page.Has("dejar mis datos") || !page.Has(`data-guarda="formulario-datos"`) {
		t.Error("a first part that can be left")
	}
}

func TestADayThatDoesNotCountIsSaidBeforeEnviar(t *testing.T) {
	t.Parallel()
	for instant, want := range map[string]string{
		workday:                     "",
		"2026-03-29T10:00:00-05:00": "Hoy es domingo. Puede enviar su solicitud ahora: contará como presentada el lunes 30 de marzo de 2026.",
		"2026-04-02T10:00:00-05:00": "Hoy no es día laborable (Jueves Santo). " +
			"Puede enviar su solicitud ahora: contará como presentada el lunes 6 de abril de 2026.",
	} {
		v := ready(t, instant)
		page := v.Get(v.draft)
		if said := page.Has("contará como presentada"); said != (want != "") || !page.Has(want) {
			t.Errorf("%s: %v", instant, said)
		}
		v.want(v.Post(v.draft+"/enviar"), 303) // a warning refuses nothing
	}
}

func TestTheSameFileInTwoPlacesIsPointedOut(t *testing.T) {
	t.Parallel()
	v := ready(t, workday)
	v.want(v.Upload(v.draft+"/documentos/anexo1", "otro.pdf", hookstest.PDF(2), ""), 303)
	const same = "son el mismo archivo"
	if page := v.Get(v.draft); page.Has(same) {
		t.Error("two different files are called the same")
	}
	v.want(v.Upload(v.draft+"/documentos/anexo2", "copia.pdf", hookstest.PDF(3), ""), 303)
	if page := v.Get(v.draft); !page.Has(mesa.TextMismoArchivo("Documento principal", "Anexo 2")) {
		t.Errorf("the same file twice: %s", problems(page))
	}
	v.want(v.Post(v.draft+"/enviar"), 303)
}

func TestTheNumberOfTheDocumentIsInTheReceiptAndInTheMail(t *testing.T) {
	t.Parallel()
	v := ready(t, workday)
	p := v.Post(v.draft + "/enviar")
	v.want(p, 303)
	if receipt := v.Get(p.Location); !receipt.Has("N° de documento: 005-2022-ABC") || !receipt.Has("(DNI 11111111)") {
		t.Errorf("the receipt: %s", problems(receipt))
	}
	mail := v.office.Mailer.Mailbox.All()[0]
	for name, body := range map[string]string{"text": mail.Texto, "HTML": mail.HTML} {
		if !strings.Contains(body, "N° 005-2022-ABC") || !strings.Contains(body, "11111111") {
			t.Errorf("the %s of the mail: %s", name, body)
		}
	}
}

func TestAMistypedAddressIsAskedAboutBeforeACodeLeaves(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	form := with(juan, "correo", "ana@gmial.com", "accion", "codigo")
	sent := func() int { return len(v.office.Mailer.Mailbox.All()) }
	v.want(v.Post(v.draft+"/datos", form...), 303)
	page := v.Get(v.draft)
	if sent() != 0 || !page.Has("¿Quiso escribir ana@gmail.com?") ||
		page.Field("correo") != "ana@gmial.com" || page.Field("telefono") != "987654321" {
		t.Fatalf("%d codes left: %s", sent(), problems(page))
	}
	v.want(v.Post(v.draft+"/datos", with(form, "correo", "ana@hotmial.com", "correo_visto", "ana@gmial.com")...), 303)
	if sent() != 0 || !v.Get(v.draft).Has("¿Quiso escribir ana@hotmail.com?") {
		t.Error("another slip is not asked about")
	}
	kept := v.stranger()
	if p := kept.Post(v.draft+"/datos", form...); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
	v.want(v.Post(v.draft+"/datos", with(form, "correo_visto", "ana@gmial.com")...), 303) // it is meant so
	if sent() != 1 || uitest.LastCode(t, v.office, "ana@gmial.com") == "" {
		t.Errorf("%d codes left", sent())
	}
	w := newVisit(t).start("natural")
	w.want(w.Post(w.draft+"/datos", with(form, "accion", "corregir")...), 303)
	w.want(w.Post(w.draft+"/validar", "codigo", uitest.LastCode(t, w.office, "ana@gmail.com")), 303)
	if page := w.Get(w.draft); !page.Has("Correo validado") || !page.Has("ana@gmail.com") {
		t.Errorf("corrected: %s", problems(page))
	}
	x := newVisit(t).start("natural")
	x.want(x.Post(x.draft+"/datos", with(juan, "accion", "codigo")...), 303) // a usual address: at once
	if uitest.LastCode(t, x.office, "juan@ejemplo.pe") == "" {
		t.Error("no code")
	}
}

func TestTheProcedureIsFoundByItsOtherWordsAndNeverChosen(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	const fianza = "DEVOLUCIÓN DE CARTA FIANZA"
	p := v.htmx(v.draft+"/tramite/sugerencias", "busca", "fianz")
	if p.Status != 200 || !p.Has(fianza) || p.Has("<html") || strings.Contains(p.Body, `aria-pressed="true"`) {
		t.Errorf("a search: %d %s", p.Status, p.Body)
	}
	if p := v.htmx(v.draft+"/tramite/sugerencias", "busca", "xyzxyz"); !p.Has("Ningún trámite coincide") {
		t.Errorf("a search in vain: %s", p.Body)
	}
	p = v.htmx(v.draft+"/tramite/sugerencias", "asunto", "Quiero que me devuelvan la fianza del contrato")
	if n := strings.Count(p.Body, "data-elige"); n != 3 || !p.Has(fianza) {
		t.Errorf("the subject suggests %d: %s", n, p.Body)
	}
	if p := v.htmx(v.draft+"/tramite/sugerencias", "asunto", "<script>"); p.Status != 200 || p.Has("<script") {
		t.Errorf("markup: %d %s", p.Status, p.Body)
	}
	v.want(v.Post(v.draft+"/guardar", "tramite", "", "asunto", "devolución de fianza"), 204)
	page := v.Get(v.draft)
	if page.Field("tramite") != "" || !page.Has("Según su asunto, quizá sea") ||
		regexp.MustCompile(`<option value="[a-z0-9]{15}" selected`).MatchString(page.Body) {
		t.Error("a procedure is chosen for the person")
	}
	v.wantRefused(v.Post(v.draft+"/tramite", "tramite", "", "asunto", "devolución de fianza"), 422, "tramite", mesa.TextTramite)
	if p := v.stranger().Post(v.draft+"/tramite/sugerencias", "busca", "pago"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
}

func TestTwoHundredEmojisAreASubject(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	subject := strings.Repeat("😀", 200)
	v.choose(subject).attach()
	if page := v.Get(v.draft); !page.Has(subject) {
		t.Fatalf("the subject: %s", problems(page))
	}
	v.want(v.Post(v.draft+"/enviar"), 303)
	w := newVisit(t).start("natural").identify()
	list := v.office.Tramite(t, 1).Id
	w.wantRefused(w.Post(w.draft+"/tramite", "tramite", list, "asunto", subject+"😀"), 422, "asunto", mesa.TextTooLong(200))
}

func TestNoKeyOfAFieldSendsAPart(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("juridica")
	page := v.Get(v.draft)
	_, form, _ := strings.Cut(page.Body, `id="formulario-datos"`)
	button := regexp.MustCompile(`<button[^>]*type="submit"[^>]*>`).FindString(form)
	if !strings.Contains(button, "disabled") || !strings.Contains(button, "hidden") {
		t.Errorf("Enter presses %s", button)
	}
	for field, want := range map[string]string{
		"telefono": `inputmode="tel"`, "correo": `autocapitalize="none"`, "nombres": `autocapitalize="words"`, "ruc": `inputmode="numeric"`,
		"numero_documento": `autocomplete="off"`, "domicilio": `autocomplete="street-address"`,
	} {
		if input := regexp.MustCompile(`<input[^>]* id="` + field + `"[^>]*>`).FindString(page.Body); !strings.Contains(input, want) {
			t.Errorf("%s: %s", field, input)
		}
	}
}

// A page on which nothing is drawn is pointed out beside its file, and filed all the same.
func TestABlankPageIsPointedOut(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Pedido")
	blank := bytes.ReplaceAll(hookstest.PDF(1), []byte("99 99 l S"), []byte("99 99 l n")) // the line is not drawn
	v.want(v.Upload(v.draft+"/documentos/principal", "hoja.pdf", blank, ""), 303)
	if p := v.Get(v.draft); !p.Has(mesa.TextBlancas([]int{1})) {
		t.Errorf("not pointed out: %s", p.Body)
	}
	v.want(v.Upload(v.draft+"/documentos/principal", "hoja.pdf", hookstest.PDF(1), ""), 303)
	if p := v.Get(v.draft); p.Has("en blanco") {
		t.Error("a page with a line is called blank")
	}
	v.want(v.Upload(v.draft+"/documentos/principal", "hoja.pdf", blank, ""), 303)
	v.want(v.Post(v.draft+"/enviar"), 303)
}
