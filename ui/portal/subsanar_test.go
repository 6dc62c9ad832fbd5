package portal_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
	"mesadepartes/ui/web"
)

func (v *visit) filing(numero string) string {
	v.t.Helper()
	s, err := v.office.FindFirstRecordByData(mesa.ColSolicitudes, "numero", numero)
	if err != nil {
		v.t.Fatal(err)
	}
	return s.Id
}

func TestOnlyAnObservedFilingOpensACorrection(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.wantRefused(v.search("/subsanar", numero, "11111111"), 409, "", mesa.TextNoObservada)
	v.wantRefused(v.search("/subsanar", numero, "22222222"), 422, "", mesa.TextNoEncontrada)
	v.office.Observe(t, v.filing(numero))
	session := v.search("/subsanar", numero, "11111111").Location
	stranger := uitest.NewBrowser(t, v.site)
	for _, p := range []uitest.Page{
		stranger.Get(session), stranger.Post(session + "/enviar"), stranger.Upload(session+"/documentos/anexo", "a.pdf", hookstest.PDF(1), ""),
	} {
		if p.Status != 404 {
			t.Errorf("a stranger gets %d", p.Status)
		}
	}
	v.office.Clock.Add(61 * time.Minute)
	if p := v.Get(session); p.Status != 409 || !p.Has("venció") {
		t.Errorf("after an hour: %d", p.Status)
	}
}

func TestACorrectionKeepsItsFilesForTheNextSession(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	doc := v.office.Observe(t, v.filing(numero))
	session := v.search("/subsanar", numero, "11111111").Location
	p := v.Upload(session+"/documentos/"+doc.Id, "x.pdf", []byte("<html>"), "7")
	v.wantRefused(p, 422, "archivo-"+doc.Id, mesa.TextPDF("no_es_pdf", 0))
	v.want(v.Upload(session+"/documentos/"+doc.Id, "nuevo.pdf", hookstest.PDF(4), "7"), 303)
	v.want(v.Upload(session+"/documentos/noexiste0000000", "nuevo.pdf", hookstest.PDF(4), ""), 404)
	again := v.search("/subsanar", numero, "11111111").Location
	if page := v.Get(again); !page.Has("nuevo.pdf") || !page.Has("4 folios") {
		t.Error("the upload of the first session is gone")
	}
	v.want(v.Post(again+"/documentos/"+doc.Id+"/eliminar"), 303)
	v.wantRefused(v.Post(again+"/enviar"), 422, "archivo-"+doc.Id, mesa.TextFaltaSubsanar)
	v.want(v.Upload(again+"/documentos/"+doc.Id, "nuevo.pdf", hookstest.PDF(4), "7"), 303)
	first := v.Post(again + "/enviar")
	v.want(first, 303)
	if second := v.Post(again + "/enviar"); second.Status != 303 || second.Location != first.Location {
		t.Errorf("second press: %d", second.Status)
	}
	v.want(v.Upload(again+"/documentos/"+doc.Id, "otro.pdf", hookstest.PDF(1), ""), 409)
}

func TestALateCorrectionIsClosedWithAClearText(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Observe(t, v.filing(numero))
	v.office.Clock.Set("2026-03-27T00:00:00-05:00")
	v.wantRefused(v.search("/subsanar", numero, "11111111"), 409, "", mesa.TextPlazoVencido)
}

func TestAGeneralObservationIsAnsweredInWords(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.MustMove(t, v.filing(numero), mesa.EtapaObservado, map[string]any{"observaciones": "Precise su pedido."})
	session := v.search("/subsanar", numero, "11111111").Location
	if !v.Get(session).Has("Precise su pedido.") {
		t.Error("the observation is not shown")
	}
	v.wantRefused(v.Post(session+"/enviar"), 422, "respuesta", mesa.TextFaltaAnswer)
	v.want(v.Post(session+"/enviar", "respuesta", "Pido copia del contrato 5."), 303)
}

// heldCorrection is a correction of this browser, as a search opens it.
func (v *visit) heldCorrection(filing string) (session string) {
	v.t.Helper()
	secret, hash := web.NewSecret()
	c := v.office.Must(v.t, mesa.ColSubsanacion, map[string]any{"solicitud": filing, "secreto": hash})
	v.Keep("subsanar_"+c.Id, secret)
	return "/subsanar/" + c.Id
}

func TestOutsideDevelopmentACodeOpensTheCorrection(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	site := uitest.Serve(t, o)
	s := o.Filed(t, nil)
	doc := o.Observe(t, s.Id)
	if _, err := o.Mailer.Deliver(o.App); err != nil {
		t.Fatal(err)
	}
	// Nothing prints a captcha's digits here, so the session comes from the base.
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	session := v.heldCorrection(s.Id)
	page := v.Get(session)
	if !page.Has("j***@ejemplo.pe") || page.Has("Está faltando") || page.Has("juan@") {
		t.Errorf("before the code the page shows too much: %s", problems(page))
	}
	v.want(v.Upload(session+"/documentos/"+doc.Id, "a.pdf", hookstest.PDF(1), ""), 403)
	v.want(v.Post(session+"/enviar"), 403)
	v.want(v.Post(session+"/codigo"), 303)
	code := mail.Code()
	v.wantRefused(v.Post(session+"/validar", "codigo", "999"), 422, "codigo", mesa.TextCodigoFormato)
	v.want(v.Post(session+"/validar", "codigo", code), 303)
	if page := v.Get(session); !page.Has("JUAN PEREZ PEREZ") || !page.Has("Está faltando") {
		t.Errorf("after the code: %s", problems(page))
	}
	if strings.Contains(o.Out.String(), "[dev]") {
		t.Errorf("printed outside --dev: %s", o.Out)
	}
}
