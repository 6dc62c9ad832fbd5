package portal_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

const desk = "/mis-tramites"

// enterDesk gives the code of an address at Mis trámites.
func (v *visit) enterDesk(correo string) *visit {
	v.t.Helper()
	v.want(v.Post(desk+"/codigo", "correo", correo), 200)
	p := v.Post(desk+"/validar", "correo", correo, "codigo", uitest.LastCode(v.t, v.office, correo))
	v.want(p, 303)
	if p.Location != desk {
		v.t.Fatalf("the code leads to %s", p.Location)
	}
	return v
}

// answered is a filing of juan's with an answer and its PDF.
func (v *visit) answered() *core.Record {
	v.t.Helper()
	r := v.office.Filed(v.t, nil)
	v.office.MustMove(v.t, r.Id, mesa.EtapaRegistrado, nil)
	v.office.MustMove(v.t, r.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Se otorga la conformidad.", "respuesta": hookstest.File("respuesta.pdf", hookstest.PDF(2)),
	})
	v.office.Deliver(v.t)
	return v.office.Record(v.t, mesa.ColSolicitudes, r.Id)
}

func TestWhoGivesTheCodeSeesWhatWasFiledFromTheAddress(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.answered()
	numero := r.GetString("numero")
	v.office.Filed(t, map[string]any{"correo": "otra@ejemplo.pe", "asunto": "Asunto ajeno"})
	v.enterDesk("JUAN@ejemplo.pe") // the case doesn't matter
	list := v.Get(desk)
	v.want(list, 200)
	if !list.Has("N° "+numero) || !list.Has("Atendida") || list.Has("Asunto ajeno") {
		t.Errorf("the list: %s", problems(list))
	}
	page := v.Get(desk + "/" + numero)
	v.want(page, 200)
	for _, says := range []string{"Se otorga la conformidad.", "Descargar la respuesta", "solicitud.pdf", "3 folios", "ATENDIDO"} {
		if !page.Has(says) {
			t.Errorf("the filing lacks %q", says)
		}
	}
	if at, table := strings.Index(page.Body, "Se otorga"), strings.Index(page.Body, `class="tabla"`); at > table {
		t.Error("the answer does not stand at the top")
	}
	for _, doc := range v.office.Documents(t, r.Id) {
		got := v.Do(v.Request("GET", desk+"/documentos/"+doc.Id, "", "Range", "bytes=0-3"))
		if got.Status != 206 || got.Body != "%PDF" || got.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %d %q %v", doc.GetString("nombre"), got.Status, got.Body, got.Header)
		}
		line, err := v.office.FindFirstRecordByData(mesa.ColAccesos, "registro", doc.Id)
		if err != nil || line.GetString("actor") != "solicitudes/"+r.Id+" JUAN PEREZ PEREZ" {
			t.Errorf("the register of accesses: %v %v", line, err)
		}
	}
}

func TestAForeignNumberOrFileIsAsAnAbsentOne(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Filed(t, nil)
	foreign := v.office.Filed(t, map[string]any{"correo": "otra@ejemplo.pe"})
	draft := v.office.Ready(t, map[string]any{"correo": "otra@ejemplo.pe"})
	unsent, err := v.office.FindFirstRecordByData(mesa.ColDocumentos, "borrador", draft.Id)
	if err != nil {
		t.Fatal(err)
	}
	v.enterDesk("juan@ejemplo.pe")
	numero := foreign.GetString("numero")
	same := func(a, b uitest.Page) {
		t.Helper()
		if a.Status != 404 || b.Status != 404 || a.Body != b.Body {
			t.Errorf("%d and %d differ", a.Status, b.Status)
		}
	}
	same(v.Get(desk+"/"+numero), v.Get(desk+"/999-2026"))
	same(v.Get(desk+"/"+numero+"/desistir"), v.Get(desk+"/999-2026/desistir"))
	for _, act := range []string{"agregar", "otra", "desistir", "reenviar", "subsanar"} {
		same(v.Post(desk+"/"+numero+"/"+act), v.Post(desk+"/999-2026/"+act))
	}
	for _, id := range []string{v.office.Documents(t, foreign.Id)[0].Id, unsent.Id} {
		same(v.Get(desk+"/documentos/"+id), v.Get(desk+"/documentos/nohaydocumento"))
		same(v.Get(desk+"/documentos/"+id+"/sellada.pdf"), v.Get(desk+"/documentos/nohaydocumento/sellada.pdf"))
	}
	same(v.Post(desk+"/continuar", "borrador", draft.Id), v.Post(desk+"/continuar", "borrador", "nohayborrador00"))
	if fresh := v.office.Record(t, mesa.ColSolicitudes, foreign.Id); fresh.GetString("estado") != "recibida" {
		t.Error("a foreign filing moved")
	}
}

func TestWithoutASessionEveryAddressLeadsToTheCode(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	numero := r.GetString("numero")
	v.Keep("mis_tramites", strings.Repeat("A", 43)) // a secret nobody was given
	paper := "/documentos/" + v.office.Documents(t, r.Id)[0].Id
	for _, path := range []string{"/" + numero, "/999-2026", "/" + numero + "/desistir", paper, paper + "/sellada.pdf"} {
		if p := v.Get(desk + path); p.Status != 303 || p.Location != desk {
			t.Errorf("%s: %d %s", path, p.Status, p.Location)
		}
	}
	for _, act := range []string{"agregar", "otra", "desistir", "reenviar", "subsanar"} {
		if p := v.Post(desk + "/" + numero + "/" + act); p.Status != 303 || p.Location != desk {
			t.Errorf("%s: %d %s", act, p.Status, p.Location)
		}
	}
	if p := v.Get(desk); p.Has(numero) || !p.Has(mesa.TextSesionCiudadano) {
		t.Error("a secret that nobody was given opens the desk")
	}
}

func TestAnAddressWithNothingIsAnsweredLikeAnyOther(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.answered()
	ask := func(correo string) (string, *visit) {
		w := v.stranger()
		first := w.Post(desk+"/codigo", "correo", correo)
		wrong := w.Post(desk+"/validar", "correo", correo, "codigo", not(uitest.LastCode(t, v.office, correo)))
		return alike(first, "-", correo) + alike(wrong, "-", correo), w
	}
	known, _ := ask("juan@ejemplo.pe")
	unknown, nobody := ask("nada@ejemplo.pe")
	// The wrong code that was typed may differ.
	digits := regexp.MustCompile(`value="\d{6}"`)
	if digits.ReplaceAllString(known, "") != digits.ReplaceAllString(unknown, "") {
		t.Error("the answers tell who has filings")
	}
	nobody.office.Clock.Add(time.Minute)
	nobody.enterDesk("nada@ejemplo.pe")
	if p := nobody.Get(desk); p.Status != 200 || !p.Has("No hay solicitudes presentadas desde este correo.") {
		t.Errorf("its holder reads: %s", problems(p))
	}
}

func TestACodeOfAnotherPurposeAddressOrBrowserOpensNothing(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.lapse().want(v.askCode("/seguimiento", numero, "11111111"), 200)
	validar := func(w *visit, correo, code string) {
		t.Helper()
		w.wantRefused(w.Post(desk+"/validar", "correo", correo, "codigo", code), 422, "codigo", mesa.TextCodigoNoVale)
		if w.Get(desk).Has(numero) {
			t.Fatal("it is open")
		}
	}
	validar(v, "juan@ejemplo.pe", v.lastCode()) // of a search
	v.lapse().want(v.Post(desk+"/codigo", "correo", "juan@ejemplo.pe"), 200)
	code := v.lastCode()
	validar(v, "otra@ejemplo.pe", code)
	validar(v.stranger(), "juan@ejemplo.pe", code)
	v.wantRefused(v.giveCode("/seguimiento", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale)
	v.want(v.Post(desk+"/validar", "correo", "juan@ejemplo.pe", "codigo", code), 303)
	validar(v.stranger(), "juan@ejemplo.pe", code) // replayed elsewhere
}

func TestASessionEndsUnusedAfterHalfAnHourAndInAnyCaseAfterEight(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.office.Filed(t, nil).GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	for range 16 { // eight hours less a second, in steps shorter than half an hour
		v.office.Clock.Add(30*time.Minute - time.Second/8)
		v.want(v.Get(desk+"/"+numero), 200)
	}
	v.office.Clock.Add(3 * time.Second)
	if p := v.Get(desk + "/" + numero); p.Status != 303 {
		t.Errorf("after eight hours: %d", p.Status)
	}
	v.enterDesk("juan@ejemplo.pe")
	v.office.Clock.Add(30 * time.Minute)
	if p := v.Get(desk); !p.Has(mesa.TextSesionCiudadano) {
		t.Error("a session unused for half an hour is open")
	}
	v.lapse().enterDesk("juan@ejemplo.pe")
	left := v.Cookies(must(url.Parse(v.site.URL)))
	v.want(v.Post(desk+"/salir"), 303)
	for _, c := range left {
		v.Keep(c.Name, c.Value)
	}
	if p := v.Get(desk + "/" + numero); p.Status != 303 {
		t.Error("a session that was left opens with its old cookie")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestTheDeskIsReadPageByPage(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	v := newVisit(t)
	for i := range 27 {
		v.office.Filed(t, nil)
		if i < 13 { // half of them in one instant
			v.office.Clock.Add(time.Second)
		}
	}
	v.enterDesk("juan@ejemplo.pe")
	count := func(p uitest.Page) int { return strings.Count(p.Body, "mi-tramite__titulo") }
	first := v.Get(desk)
	if count(first) != 25 || !first.Has("despues=3-2026") || !first.Has("14-2026") || first.Has("N° 2-2026") {
		t.Fatalf("%d filings on the first page", count(first))
	}
	if second := v.Get(desk + "?despues=3-2026"); count(second) != 2 || second.Has("14-2026") || second.Has("despues=") {
		t.Errorf("%d filings on the second", count(second))
	}
	for _, nonsense := range []string{"999-2026", "x", "%3Cscript%3E", strings.Repeat("9", 4000)} {
		if p := v.Get(desk + "?despues=" + nonsense); p.Status != 200 || count(p) != 25 {
			t.Errorf("%.20s: %d", nonsense, p.Status)
		}
	}
}

func TestADraftGoesOnOnAnotherDeviceAndTheFirstIsTold(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.start("natural").identify().choose("Un asunto a medias")
	other := v.stranger()
	other.lapse().enterDesk("juan@ejemplo.pe")
	list := other.Get(desk)
	if !list.Has("Un asunto a medias") {
		t.Fatalf("the draft is not listed: %s", problems(list))
	}
	id := strings.TrimPrefix(v.draft, "/solicitud/")
	p := other.Post(desk+"/continuar", "borrador", id)
	if p.Status != 303 || p.Location != v.draft {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	other.attach()
	for _, lost := range []uitest.Page{v.Get(v.draft), v.Post(v.draft+"/tramite", "asunto", "Otro"), v.Post(v.draft + "/enviar")} {
		if lost.Status != 409 || !lost.Has(mesa.TextBorradorTomado) {
			t.Errorf("the browser that lost it: %d %s", lost.Status, problems(lost))
		}
	}
	if p := v.stranger().Get(v.draft); p.Status != 404 {
		t.Errorf("a stranger: %d", p.Status)
	}
	other.want(other.Post(v.draft+"/enviar"), 303)
	if list := other.Get(desk); list.Has("Borradores por enviar") || !list.Has("1-2026") {
		t.Errorf("after ENVIAR: %s", problems(list))
	}
}

func TestADraftThatOnlyNamesAnAddressIsNobodys(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	other := v.stranger()
	other.enterDesk("juan@ejemplo.pe")
	if p := other.Get(desk); p.Has("Borradores por enviar") {
		t.Error("an unproved draft is listed")
	}
	other.want(other.Post(desk+"/continuar", "borrador", strings.TrimPrefix(v.draft, "/solicitud/")), 404)
}

func TestADocumentIsAddedWithTheDataKept(t *testing.T) {
	t.Parallel()
	for act, referencia := range map[string]string{"agregar": "1-2026", "otra": ""} {
		v := newVisit(t)
		numero := v.office.Filed(t, nil).GetString("numero")
		v.enterDesk("juan@ejemplo.pe")
		p := v.Post(desk + "/" + numero + "/" + act)
		v.want(p, 303)
		v.draft = p.Location
		b := v.office.Record(t, mesa.ColBorradores, strings.TrimPrefix(v.draft, "/solicitud/"))
		if got := b.GetString("expediente_referencia"); got != referencia {
			t.Errorf("%s names %q", act, got)
		}
		if !mesa.AsBorrador(b).Validado() || b.GetString("terminos_version") == "" || b.GetString("terminos_ip") == "" || b.GetInt("parte") != 1 {
			t.Errorf("%s: %v", act, b.PublicExport())
		}
		page := v.Get(v.draft)
		if !page.Has("JUAN PEREZ PEREZ") || !page.Has("Correo validado") || page.Field("expediente_referencia") != referencia {
			t.Errorf("%s: the form: %s", act, problems(page))
		}
		v.want(v.Post(v.draft+"/tramite", "tramite", v.office.Tramite(t, 1).Id, "asunto", "Agrego lo que faltó",
			"expediente_referencia", referencia), 303)
		v.attach()
		v.want(v.Post(v.draft+"/enviar"), 303)
		if list := v.Get(desk); !list.Has("2-2026: Agrego lo que faltó") {
			t.Errorf("%s: %s", act, problems(list))
		}
	}
}

func TestWithdrawingAsksOnceMoreAndHappensOnce(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	path := desk + "/" + r.GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	if p := v.Get(path + "/desistir"); p.Status != 200 || !p.Has("el trámite termina") {
		t.Fatalf("%d", p.Status)
	}
	long := v.Post(path+"/desistir", "motivo", strings.Repeat("a", 1001))
	v.wantRefused(long, 422, "motivo", mesa.TextTooLong(1000))
	v.want(v.Post(path+"/desistir", "motivo", "Ya no lo <script>necesito\u202e"), 303)
	line, err := v.office.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'DESISTIDO'")
	if err != nil || line.GetString("actor") != "solicitudes/"+r.Id+" JUAN PEREZ PEREZ" || line.GetString("origen") != "CIUDADANO" {
		t.Fatalf("%v %v", line, err)
	}
	if page := v.Get(path); !page.Has("usted desistió") || page.Has("Desistir de la solicitud") {
		t.Errorf("the filing: %s", problems(page))
	}
	v.want(v.Post(path+"/desistir"), 409)
	v.office.NoticeOf(t, r.Id, string(mesa.CorreoDesistimiento))
	if err := v.office.Libro.Look(v.office.App); err != nil {
		t.Errorf("the book: %v", err)
	}
}

func TestWhoActsForAnotherWithdrawsByADocument(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]map[string]any{
		"a company": {"persona": mesa.PersonaJuridica, "ruc": "20000000001", "razon_social": "SERVICIOS DE PRUEBA S.A.C.",
			"calidad": mesa.Representante, "poder_referencia": "Partida 1"},
		"another person": {"calidad": mesa.Apoderado, "poder_referencia": "Carta poder", "representado": "ANA DE EJEMPLO",
			"representado_documento": "DNI 22222222"},
	} {
		v := newVisit(t)
		path := desk + "/" + v.office.Filed(t, values).GetString("numero") + "/desistir"
		v.enterDesk("juan@ejemplo.pe")
		if p := v.Get(path); !p.Has("presente un escrito con el poder") {
			t.Errorf("%s: %s", name, problems(p))
		}
		v.wantRefused(v.Post(path), 409, "", mesa.TextDesistePorEscrito)
	}
}

func TestTheAnswerIsSentAgainThreeTimesAnHour(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.answered()
	path := desk + "/" + r.GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	for range 3 {
		p := v.Post(path + "/reenviar")
		v.want(p, 303)
		if !v.Get(p.Location).Has("Le enviamos la respuesta otra vez") {
			t.Error("the page does not tell")
		}
		v.office.Deliver(t)
	}
	v.wantRefused(v.Post(path+"/reenviar"), 429, "", mesa.TextReenvioEspera(time.Hour))
	n := 0
	for _, carta := range v.office.Mailer.Cartas() {
		if carta.Para == "juan@ejemplo.pe" && strings.Contains(carta.Texto, "Se otorga la conformidad.") {
			n++
		}
	}
	if n != 4 {
		t.Errorf("%d letters with the answer", n)
	}
	unanswered := desk + "/" + v.office.Filed(t, nil).GetString("numero")
	v.wantRefused(v.Post(unanswered+"/reenviar"), 409, "", mesa.TextSinRespuesta)
}

func TestACorrectionOpensAtOnceAndConfirmsTheNotice(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.ByLaw(t)
	id := v.office.Brought(t, mesa.Observada)
	v.office.Deliver(t)
	path := desk + "/" + v.office.Record(t, mesa.ColSolicitudes, id).GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	if page := v.Get(path); !page.Has("Al abrir la subsanación queda notificado") || !page.Has("Está faltando incluir") {
		t.Errorf("the filing: %s", problems(page))
	}
	p := v.Post(path + "/subsanar")
	v.want(p, 303)
	if page := v.Get(p.Location); !page.Has("Documentos observados por subsanar") || page.Has("Código de validación") {
		t.Errorf("the correction: %s", problems(page))
	}
	if notice := v.office.NoticeOf(t, id, string(mesa.CorreoObservacion)); notice.GetString("acuse_en") == "" {
		t.Error("opening it confirms nothing")
	}
	if again := v.Post(path + "/subsanar"); again.Location != p.Location {
		t.Errorf("a second press opens %s", again.Location)
	}
	other := desk + "/" + v.office.Filed(t, nil).GetString("numero")
	v.wantRefused(v.Post(other+"/subsanar"), 409, "", mesa.TextNoObservada)
}

func TestTheAnswerIsKeptFromWhoKnowsNumberAndDocumentAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.answered().GetString("numero")
	p := v.search("/seguimiento", numero, "11111111")
	v.want(p, 200)
	if p.Has("Se otorga la conformidad.") || !p.Has(mesa.HitoReservada) || !p.Has("Ver la respuesta en Mis trámites") {
		t.Error("the answer is shown without a code, or its way isn't")
	}
	v.want(v.askCode("/seguimiento", numero, "11111111"), 200)
	if p := v.giveCode("/seguimiento", numero, "11111111", v.lastCode()); !p.Has("Se otorga la conformidad.") {
		t.Errorf("after the code: %s", problems(p))
	}
}

func TestTheCodesOfTheDeskAreBounded(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.wantRefused(v.Post(desk+"/codigo", "correo", "no es un correo"), 422, "correo", mesa.TextCorreo)
	v.want(v.Post(desk+"/codigo", "correo", "juan@ejemplo.pe"), 200)
	if p := v.Post(desk+"/codigo", "correo", "juan@ejemplo.pe"); p.Status != 429 || p.Header.Get("Retry-After") == "" {
		t.Errorf("a second one in the same minute: %d", p.Status)
	} else if p.Field("codigo") != "" || !p.Has("Validar") {
		t.Error("the first code can't be typed any more")
	}
	for i := range 5 {
		v.lapse().want(v.Post(desk+"/codigo", "correo", fmt.Sprintf("otra%d@ejemplo.pe", i)), 200)
	}
	v.lapse().want(v.Post(desk+"/codigo", "correo", "juan@ejemplo.pe"), 429) // the seventh of this browser
}

func TestHomeOffersTheDraftOfThisBrowser(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	offers := func(w *visit) bool { return w.Get("/").Has("Continúe su solicitud") }
	v.start("natural")
	if offers(v) {
		t.Error("an empty draft is offered")
	}
	v.identify().choose("Un asunto a medias")
	if p := v.Get("/"); !p.Has("Un asunto a medias") || !p.Has(v.draft) {
		t.Errorf("home: %s", problems(p))
	}
	other := v.stranger()
	other.Keep("borrador_"+strings.TrimPrefix(v.draft, "/solicitud/"), strings.Repeat("A", 43))
	if offers(other) {
		t.Error("a browser without the secret is offered it")
	}
	v.attach().want(v.Post(v.draft+"/enviar"), 303)
	if offers(v) {
		t.Error("a sent draft is offered")
	}
}

// A big office has 200,000 filings: each question of the desk goes through its index.
func TestTheDeskReadsNoWholeTable(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	const own = "lower(correo) = 'x' AND correo != '' AND (canal != 'presencial' OR correo_probado_en != '')"
	for _, q := range []string{
		"SELECT * FROM solicitudes WHERE " + own + " AND (recibida_en, id) < ('2026', 'x') " +
			"ORDER BY recibida_en DESC, id DESC LIMIT 26",
		"SELECT * FROM documentos WHERE id = 'x' AND " +
			"EXISTS (SELECT 1 FROM solicitudes WHERE solicitudes.id = documentos.solicitud AND " + own + ")",
		"SELECT * FROM solicitudes WHERE numero = 'x' AND numero_documento = 'x' AND lower(correo) = 'x' AND correo != '' LIMIT 1",
		"SELECT * FROM borradores WHERE lower(correo_validado) = 'x' AND correo_validado != '' AND solicitud = ''",
	} {
		var plan []struct {
			Detail string `db:"detail"`
		}
		if err := o.DB().NewQuery("EXPLAIN QUERY PLAN " + q).All(&plan); err != nil {
			t.Fatal(err)
		}
		for _, step := range plan {
			if strings.HasPrefix(step.Detail, "SCAN") || strings.Contains(step.Detail, "TEMP B-TREE") {
				t.Errorf("%s: %s", q, step.Detail)
			}
		}
	}
}

// A day that was told is no promise once the law's own term ended before it (art. 131.1): the
// list says no more than the tracking page.
func TestTheDeskPromisesNoDayAfterTheLawsTerm(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, map[string]any{"tramite": v.office.Tramite(t, 2).Id})
	v.office.Clock.Add(6 * 24 * time.Hour)
	v.office.MustMove(t, r.Id, mesa.EtapaRegistrado, nil) // told from here, while the law counts from the filing
	s := mesa.AsSolicitud(v.office.Record(t, mesa.ColSolicitudes, r.Id))
	told := mesa.InLima(s.VenceRespuesta())
	v.office.Clock.Set(s.VenceLegal().Add(10 * time.Hour).Format(time.RFC3339))
	if p := v.enterDesk("juan@ejemplo.pe").Get(desk); !p.Has(told) {
		t.Errorf("before the law's term ended the list lacks %s", told)
	}
	v.office.Clock.Add(24 * time.Hour)
	if p := v.enterDesk("juan@ejemplo.pe").Get(desk); p.Has(told) || !s.VenceRespuesta().After(v.office.Now()) {
		t.Errorf("after it the list promises %s", told)
	}
}

// An open correction says the rule of its own observation, whatever the office chose since.
func TestACorrectionSaysTheRuleOfItsObservation(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.ByLaw(t)
	r := v.office.Filed(t, nil)
	v.office.Observe(t, r.Id)
	v.office.Set(t, map[string]any{"inicio_subsanacion": mesa.InicioEnvio, "dias_subsanacion": 5, "dias_subsanacion_base": "DS inventado"})
	p := v.search("/subsanar", r.GetString("numero"), "11111111")
	page := v.Get(p.Location)
	if !page.Has("Tiene 2 días hábiles para subsanar") || !page.Has("conste que recibió nuestro aviso") {
		t.Errorf("%d %s: %s", p.Status, p.Location, problems(page))
	}
}
