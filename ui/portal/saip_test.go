package portal_test

import (
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestARequestForInformationFromTheFormToItsNumber(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify("tipo_documento", "PASAPORTE", "numero_documento", "x-1234567")
	saip := v.office.Tramite(t, 1).Id
	if p := v.Post(v.draft+"/tramite", "tramite", saip, "asunto", "Órdenes"); p.Location != v.draft+"?editar=tramite" {
		t.Errorf("a browser without scripts is not shown the request: %d %s", p.Status, p.Location)
	}
	if !strings.Contains(v.Get(v.draft+"?editar=tramite").Body, `name="pedido"`) {
		t.Error("no field for the request")
	}
	typed := []string{"tramite", saip, "asunto", "Órdenes", "pedido", "Copia de las órdenes 12 y 13.", "entrega", ""}
	p := v.Post(v.draft+"/tramite", typed...)
	v.wantRefused(p, 422, "entrega", mesa.TextEntrega)
	if p.Field("pedido") != "Copia de las órdenes 12 y 13." {
		t.Error("the request is lost")
	}
	v.want(v.Post(v.draft+"/tramite", with(typed, "entrega", "correo")...), 303)
	page := v.Get(v.draft)
	for _, text := range []string{"Leer mi escrito (PDF)", "Copia de las órdenes 12 y 13.", "Correo electrónico", "ENVIAR"} {
		if !page.Has(text) {
			t.Errorf("the summary lacks %q", text)
		}
	}
	if strings.Contains(page.Body, "documentos/principal/eliminar") {
		t.Error("the escrito can be removed")
	}
	escrito := v.Get(v.draft + "/documentos/principal")
	said := hookstest.LettersOf(t, []byte(escrito.Body))
	if escrito.Header.Get("Content-Type") != "application/pdf" || !strings.Contains(said, "Copiadelasórdenes12y13.") ||
		!strings.Contains(said, "PasaporteX1234567") {
		t.Errorf("escrito: %v %s", escrito.Header, said)
	}
	sent := v.Post(v.draft + "/enviar")
	v.want(sent, 303)
	receipt := v.Get(sent.Location)
	numero := regexp.MustCompile(`\d+-\d{4}`).FindString(receipt.Body)
	if numero != "1-2026" || !receipt.Has("Pedido de información 2026-03-24.pdf") {
		t.Errorf("receipt: %q %s", numero, problems(receipt))
	}
	v.want(v.Get(v.draft+"/documentos/principal"), 303) // filed: the draft holds nothing any more
}

func TestAnUploadedRequestNeedsNoText(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Información").attach()
	v.want(v.Post(v.draft+"/enviar"), 303)
}

func TestAStrangerReadsNoEscrito(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Información").attach()
	other := newVisit(t)
	if p := other.Get(v.draft + "/documentos/principal"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
	if p := v.Get(v.draft + "/documentos/anexo1"); p.Status != 303 {
		t.Errorf("a file that is not there: %d", p.Status)
	}
}

func TestTheChosenProcedureShowsItsFieldsAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	at := v.draft + "/tramite/campos"
	p := v.Post(at, "tramite", v.office.Tramite(t, 1).Id, "pedido", "Lo que escribí", "expediente_referencia", "7-2026")
	if p.Field("pedido") != "Lo que escribí" || p.Field("expediente_referencia") != "7-2026" || strings.Contains(p.Body, "<html") {
		t.Errorf("fragment: %s", p.Body)
	}
	p = v.Post(at, "tramite", v.office.Tramite(t, 15).Id)
	if strings.Contains(p.Body, `name="pedido"`) || !p.Has("Este trámite continúa otro") {
		t.Errorf("fragment: %s", p.Body)
	}
	v.want(v.Post(at, "tramite", "noexiste"), 200)
}

func TestStatisticsAreOptionalAndShownNowhere(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	saip := v.office.Tramite(t, 1).Id
	const chosen = `<option value="aimara" selected>`
	p := v.Post(v.draft+"/tramite/campos", "tramite", saip, "estadistica_lengua", "aimara")
	if !p.Has("Preguntas opcionales para estadística") || !strings.Contains(p.Body, chosen) {
		t.Errorf("the questions: %s", p.Body)
	}
	if p := v.Post(v.draft+"/tramite/campos", "tramite", v.office.Tramite(t, 2).Id); strings.Contains(p.Body, "estadistica_") {
		t.Error("another procedure asks them")
	}
	typed := []string{
		"tramite", saip, "asunto", "Órdenes", "pedido", "Copia de la orden 12.", "entrega", "correo", "estadistica_lengua", "aimara",
	}
	v.want(v.Post(v.draft+"/guardar", typed...), 204)
	v.want(v.Post(v.draft+"/tramite", typed...), 303)
	if p := v.Get(v.draft + "?editar=tramite"); !strings.Contains(p.Body, chosen) {
		t.Error("a person who comes back finds another answer")
	}
	if p := v.Get(v.draft); p.Has("Aimara") {
		t.Error("the summary shows an answer")
	}
	sent := v.Post(v.draft + "/enviar")
	v.want(sent, 303)
	receipt := v.Get(sent.Location)
	if receipt.Has("Aimara") {
		t.Error("the receipt shows an answer")
	}
	row, err := v.office.FindFirstRecordByData(mesa.ColEstadisticas, "respuesta", "Aimara")
	if err != nil || row.GetInt("cuantas") != 1 {
		t.Errorf("total: %v %v", row, err)
	}
}
