package portal_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestNeitherKindOfPersonStartsWithoutTheTerms(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.wantRefused(v.Post("/solicitud", "persona", "natural"), 422, "acepto", mesa.TextTerminos)
	v.wantRefused(v.Post("/solicitud", "acepto", "1"), 422, "persona", mesa.TextPersona)
	v.start("natural")
	r, err := v.office.FindFirstRecordByFilter(mesa.ColBorradores, "id != ''")
	if err != nil || r.GetString("terminos_version") != "4" || r.GetString("terminos_ip") != "127.0.0.1" ||
		r.GetString("terminos_en") != "2026-03-24 15:00:00.000Z" {
		t.Errorf("acceptance: %v %v", r, err)
	}
}

func TestADraftIsItsBrowsersAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	cookie := v.Post("/solicitud", "persona", "natural", "acepto", "1").Header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie lacks %s: %s", part, cookie)
		}
	}
	v.identify().choose("asunto").attach()
	other := uitest.NewBrowser(t, v.site)
	for _, p := range []uitest.Page{
		other.Get(v.draft), other.Post(v.draft+"/datos", juan...), other.Post(v.draft + "/codigo"),
		other.Post(v.draft+"/validar", "codigo", "123456"),
		other.Post(v.draft+"/tramite", "asunto", "x"), other.Upload(v.draft+"/documentos/principal", "a.pdf", hookstest.PDF(1), ""),
		other.Post(v.draft + "/documentos/principal/eliminar"), other.Post(v.draft + "/enviar"), other.Get(v.draft + "/constancia"),
		other.Get("/solicitud/noexiste0000000"), other.Post("/solicitud/noexiste0000000/enviar"),
	} {
		if p.Status != 404 || !p.Has("Este borrador no es de este navegador") || !p.Has(`href="/mis-tramites">Ir a Mis trámites`) {
			t.Errorf("a stranger gets %d: %s", p.Status, problems(p))
		}
	}
	other.Keep("borrador_noexiste0000000", strings.Repeat("A", 43)+".AAAA") // a secret that nobody was given
	other.Keep("borrador_"+strings.TrimPrefix(v.draft, "/solicitud/"), strings.Repeat("A", 43)+".AAAA")
	if foreign, absent := other.Get(v.draft), other.Get("/solicitud/noexiste0000000"); foreign.Body != absent.Body {
		t.Error("a stranger learns which drafts there are")
	}
}

func TestWrongDataComeBackWithEverythingTyped(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("juridica")
	form := with(juan, "numero_documento", "1234567", "ruc", "20538298486", "razon_social", "<b>EMPRESA</b>",
		"nombres", strings.Repeat("x", 101), "autorizo", "")
	p := v.Post(v.draft+"/datos", form...)
	for campo, texto := range map[string]string{
		"numero_documento": mesa.TextDNIDigitos(7), "ruc": mesa.TextRUCVerificador, "nombres": mesa.TextTooLong(100),
		"autorizo": mesa.TextAutorizo,
	} {
		v.wantRefused(p, 422, campo, texto)
	}
	if p.Field("numero_documento") != "1234567" || p.Field("razon_social") != "<b>EMPRESA</b>" || p.Field("telefono") != "987654321" {
		t.Error("something typed is lost")
	}
	if strings.Contains(p.Body, "<b>EMPRESA</b>") {
		t.Error("markup is shown as markup")
	}
	v.wantRefused(v.Post(v.draft+"/datos", with(juan, "correo", "juan@ejemplo.pe\r\nBcc: x@ejemplo.pe")...), 422, "correo", mesa.TextCorreo)
	// The second address of an old form is not read.
	v.want(v.Post(v.draft+"/datos", with(juan, "ruc", "20538298485", "razon_social", "EMPRESA", "correo2", "jaun@ejemplo.pe")...), 303)
	v.wantRefused(v.Post(v.draft+"/datos"), 422, "tipo_documento", mesa.TextTipoDocumento)
}

func TestTheCodeProvesTheAddress(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", "123456"), 422, "codigo", mesa.TextCodigoNoPedido)
	v.want(v.Post(v.draft+"/codigo"), 422) // no address yet
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	first := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	if p := v.Post(v.draft + "/codigo"); p.Status != 429 || p.Header.Get("Retry-After") != "60" {
		t.Errorf("second code at once: %d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
	}
	v.office.Clock.Add(time.Minute)
	v.want(v.Post(v.draft+"/codigo"), 303)
	second := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	if first != second {
		v.wantRefused(v.Post(v.draft+"/validar", "codigo", first), 422, "codigo", mesa.TextCodigoMalo)
	}
	v.office.Clock.Add(10*time.Minute + time.Second)
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", second), 422, "codigo", mesa.TextCodigoVencido)
	v.want(v.Post(v.draft+"/codigo"), 303)
	third := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", "12"), 422, "codigo", mesa.TextCodigoFormato)
	v.want(v.Post(v.draft+"/validar", "codigo", " "+third[:3]+" "+third[3:]), 303)
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", third), 422, "codigo", mesa.TextCodigoUsado)
	v.want(v.Post(v.draft+"/datos", with(juan, "correo", "otro@ejemplo.pe")...), 303)
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", third), 422, "codigo", mesa.TextCodigoNoPedido)
	if !v.Get(v.draft).Has("Código de validación") {
		t.Error("a changed address asks for no new code")
	}
}

func TestACodeSurvivesFiveWrongAnswers(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	code := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	for range 5 {
		v.wantRefused(v.Post(v.draft+"/validar", "codigo", wrong), 422, "codigo", mesa.TextCodigoMalo)
	}
	p := v.Post(v.draft+"/validar", "codigo", code)
	if p.Status != 429 || !p.Has(mesa.TextCodigoAgotado) || p.Header.Get("Retry-After") == "" {
		t.Errorf("sixth try: %d %s", p.Status, problems(p))
	}
}

func TestALiveCodeIsForTheAddressItWasSentTo(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	code := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	v.want(v.Post(v.draft+"/datos", with(juan, "correo", "otro@ejemplo.pe")...), 303)
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", code), 422, "codigo", mesa.TextCodigoNoPedido)
}

func TestAProcedureWithdrawnAfterItWasChosen(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Mi asunto").attach()
	draft, err := v.office.FindFirstRecordByFilter(mesa.ColBorradores, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	chosen := v.office.Record(t, mesa.ColTramites, draft.GetString("tramite"))
	chosen.Set("activo", false)
	if err := v.office.Save(chosen); err != nil {
		t.Fatal(err)
	}
	p := v.Post(v.draft + "/enviar")
	v.wantRefused(p, 422, "tramite", mesa.TextTramiteInactivo)
	if p.Field("asunto") != "Mi asunto" {
		t.Error("the subject is lost")
	}
	v.want(v.Post(v.draft+"/datos", with(juan, "telefono", "912345678")...), 303) // part one is not locked in
	v.choose("Mi asunto")
	v.want(v.Post(v.draft+"/enviar"), 303)
}

func TestACodeBelongsToTheDraftThatAskedForIt(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	code := uitest.LastCode(t, v.office, "juan@ejemplo.pe")
	thief := &visit{uitest.NewBrowser(t, v.site), t, v.office, v.site, ""}
	thief.start("natural")
	thief.want(thief.Post(thief.draft+"/datos", juan...), 303)
	thief.wantRefused(thief.Post(thief.draft+"/validar", "codigo", code), 422, "codigo", mesa.TextCodigoNoPedido)
	v.want(v.Post(v.draft+"/validar", "codigo", code), 303)
}

func TestACodeThatCouldNotBeSentIsSaid(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	site := uitest.Serve(t, o)
	mail := hookstest.NewSMTP(t, o.App)
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	v.start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	mail.Down(true)
	p := v.Post(v.draft + "/codigo")
	v.wantRefused(p, 503, "codigo", mesa.TextCodigoSinEnviar)
	mail.Down(false)
	v.want(v.Post(v.draft+"/codigo"), 303) // at once: nobody got the first one
	if n := len(mail.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestSixCodesAnHour(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	for range 6 {
		v.want(v.Post(v.draft+"/codigo"), 303)
		v.office.Clock.Add(2 * time.Minute)
	}
	if p := v.Post(v.draft + "/codigo"); p.Status != 429 || p.Header.Get("Retry-After") != "2880" {
		t.Errorf("seventh code: %d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
	}
	v.office.Clock.Add(48 * time.Minute)
	v.want(v.Post(v.draft+"/codigo"), 303)
}

func TestWrongProcedureOrSubject(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	long := strings.Repeat("a", 201)
	p := v.Post(v.draft+"/tramite", "tramite", "noexiste0000000", "asunto", long)
	v.wantRefused(p, 422, "tramite", mesa.TextTramiteInactivo)
	if p.Field("asunto") != long {
		t.Error("the subject is lost")
	}
	id := v.office.Tramite(t, 2).Id
	v.wantRefused(v.Post(v.draft+"/tramite", "tramite", id, "asunto", long), 422, "asunto", mesa.TextTooLong(200))
	v.wantRefused(v.Post(v.draft+"/tramite", "tramite", id, "asunto", " \t"), 422, "asunto", mesa.TextAsunto)
	if info := v.Get(v.draft + "/tramite?tramite=" + id); !info.Has("7 días hábiles") || strings.Contains(info.Body, "<html") {
		t.Errorf("fragment: %s", info.Body)
	}
}

func TestARefusedFileSaysWhyBesideItsCard(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	v := newVisit(t).start("natural").identify().choose("asunto")
	at := v.draft + "/documentos/principal"
	p := v.Upload(at, "carta.pdf", []byte("MZ soy un programa"), "005-2022-ABC")
	v.wantRefused(p, 422, "archivo-principal", mesa.TextPDF("no_es_pdf", 0))
	if p.Field("numero") != "005-2022-ABC" {
		t.Error("the number of the document is lost")
	}
	whole := hookstest.PDF(3)
	for texto, data := range map[string][]byte{
		mesa.TextPDF("contrasena", 0): hookstest.EncryptedPDF(),
		mesa.TextPDF("no_es_pdf", 0):  append([]byte("<!DOCTYPE html><title>x</title>"), whole...),
		mesa.TextPDF("danado", 0):     whole[:len(whole)/3],
	} {
		v.wantRefused(v.Upload(at, "carta.pdf", data, ""), 422, "archivo-principal", texto)
	}
	v.wantRefused(v.Upload(at, "carta.pdf", nil, ""), 422, "archivo-principal", mesa.TextPDF("vacio", 0))
	v.wantRefused(v.Post(at, "numero", "1"), 422, "archivo-principal", mesa.TextSinArchivo)
	v.wantRefused(v.Upload(at, "grande.pdf", hookstest.PDFOfSize(1, 100<<20+1), ""), 422, "archivo-principal", mesa.TextPDF("grande", 100<<20))
	v.want(v.Upload(v.draft+"/documentos/otro", "a.pdf", hookstest.PDF(1), ""), 404)
	v.want(v.Upload(v.draft+"/documentos/respuesta", "a.pdf", hookstest.PDF(1), ""), 404)
	if n, _ := v.office.CountRecords(mesa.ColDocumentos); n != 0 {
		t.Errorf("%d documents stayed", n)
	}
}

func TestAFileFarTooLargeIsNotRead(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	big := v.Request(http.MethodPost, v.draft+"/documentos/principal", "x", "Content-Type", "multipart/form-data; boundary=x")
	big.ContentLength = 300 << 20
	res, err := http.DefaultTransport.RoundTrip(cookies(v, big))
	if err != nil {
		return // the connection was cut before the body, which is an answer too
	}
	defer res.Body.Close()
	if res.StatusCode != 413 {
		t.Errorf("300 MB announced: %d", res.StatusCode)
	}
}

func cookies(v *visit, req *http.Request) *http.Request {
	for _, c := range v.Cookies(req.URL) {
		req.AddCookie(c)
	}
	return req
}

func TestAnIncompleteDraftIsNotSent(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/enviar"), 422)
	v.identify().choose("asunto")
	v.wantRefused(v.Post(v.draft+"/enviar"), 422, "archivo-principal", mesa.TextFaltaPedido)
	v.attach()
	if !v.Get(v.draft).Has("Revise y envíe") {
		t.Error("no summary before sending")
	}
	v.want(v.Post(v.draft+"/documentos/principal/eliminar"), 303)
	v.wantRefused(v.Post(v.draft+"/enviar"), 422, "archivo-principal", mesa.TextFaltaPedido)
}

func TestTwoPressesOneNumber(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("asunto").attach()
	pages := make([]uitest.Page, 5)
	var wg sync.WaitGroup
	for i := range pages {
		wg.Go(func() { pages[i] = v.Post(v.draft + "/enviar") })
	}
	wg.Wait()
	for _, p := range pages {
		if p.Status != 303 || p.Location != v.draft+"/constancia" {
			t.Errorf("answer %d to %s: %s", p.Status, p.Location, problems(p))
		}
	}
	if n, _ := v.office.CountRecords(mesa.ColSolicitudes); n != 1 {
		t.Errorf("%d filings", n)
	}
	if p := v.Get(v.draft); p.Status != 303 {
		t.Errorf("the draft after sending: %d", p.Status)
	}
	if p := v.Post(v.draft+"/tramite", "asunto", "otro"); p.Status != 409 {
		t.Errorf("changing a sent draft: %d", p.Status)
	}
}

func TestAFilingOnAHolidaySaysWhichDayCounts(t *testing.T) {
	t.Parallel()
	v := visitAt(t, "2022-04-10T08:59:41-05:00")
	v.start("natural").identify().choose("asunto").attach()
	page := v.Get(v.Post(v.draft + "/enviar").Location)
	for _, text := range []string{"1-2022", "10/04/2022 08:59:41", "lunes 11 de abril de 2022", "fue domingo", "Estimado(a) JUAN"} {
		if !page.Has(text) {
			t.Errorf("the receipt lacks %q", text)
		}
	}
	letter := v.office.Mailer.Mailbox.All()[0]
	if !strings.Contains(letter.Texto, "lunes 11 de abril de 2022") || !strings.Contains(letter.Texto, "instructivo.pdf") {
		t.Errorf("mail: %s", letter.Texto)
	}
}

func TestAPostFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	for _, headers := range [][]string{{"Origin", "https://otro.pe"}, {"Sec-Fetch-Site", "cross-site"}} {
		req := v.Request(http.MethodPost, v.draft+"/codigo", "", headers...)
		if p := v.Do(req); p.Status != 403 || !p.Has("no está permitida") {
			t.Errorf("%v: %d %s", headers, p.Status, problems(p))
		}
	}
}

func TestThreeHundredDraftsFromOneAddress(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	v := newVisit(t)
	for range 300 {
		v.want(v.Post("/solicitud", "persona", "natural", "acepto", "1"), 303)
	}
	p := v.Post("/solicitud", "persona", "natural", "acepto", "1")
	if p.Status != 429 || p.Header.Get("Retry-After") != "600" {
		t.Errorf("one more: %d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
	}
	v.office.Clock.Add(10 * time.Minute)
	v.want(v.Post("/solicitud", "persona", "natural", "acepto", "1"), 303)
}
