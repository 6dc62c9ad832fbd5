package bandeja_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"regexp"
	"strings"
	"sync"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// paper is what a person brings: the values of the form, by name.
func paper(o *hookstest.Office, t testing.TB, change map[string]string) map[string]string {
	values := map[string]string{
		"persona": "natural", "tipo_documento": "DNI", "numero_documento": "11111111", "nombres": "JOSÉ ÑAHUI", "apellidos": "DE LA PEÑA",
		"domicilio": "Av. Inventada 123, Lima", "tramite": o.Tramite(t, 1).Id, "asunto": "Presento prestación de servicios",
		"numero": "005-2026-ABC",
	}
	for k, v := range change {
		values[k] = v
	}
	return values
}

// bring sends the form of the counter with files by class.
func bring(b *uitest.Browser, values map[string]string, files map[string][]byte) uitest.Page {
	return bringTo(b, "/bandeja/presencial", values, files)
}

func bringTo(b *uitest.Browser, path string, values map[string]string, files map[string][]byte) uitest.Page {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range values {
		_ = w.WriteField(name, value)
	}
	for clase, data := range files {
		part, _ := w.CreateFormFile("archivo-"+clase, clase+".pdf")
		_, _ = part.Write(data)
	}
	_ = w.Close()
	return b.Do(b.Request("POST", path, body.String(), "Content-Type", w.FormDataContentType()))
}

// reception is a browser of an account of reception, and one of the public.
func reception(t testing.TB, o *hookstest.Office) (b, public *uitest.Browser) {
	t.Helper()
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	b = uitest.NewBrowser(t, site)
	enter(t, b, "mesa@ejemplo.pe")
	return b, uitest.NewBrowser(t, site)
}

func filing(t testing.TB, o *hookstest.Office, numero string) *mesa.Solicitud {
	t.Helper()
	r, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", numero)
	if err != nil {
		t.Fatalf("%s: %v", numero, err)
	}
	return mesa.AsSolicitud(r)
}

func noticesOf(t testing.TB, o *hookstest.Office, solicitud string) []*core.Record {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:s}", "creado_en", 0, 0, dbx.Params{"s": solicitud})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestReceptionEntersAPaperAndPrintsItsReceipt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	if p := b.Get("/bandeja/presencial"); p.Status != 200 || p.Field("borrador") == "" || !p.Has("Recibir en papel") {
		t.Fatalf("form: %d", p.Status)
	}
	p := bring(b, paper(o, t, map[string]string{
		"persona": "juridica", "ruc": "20131312955", "razon_social": "EMPRESA INVENTADA S.A.C.", "calidad": "representante",
		"poder_referencia": "Partida 11012345", "tipo_documento": "CE", "numero_documento": "001234567",
		"correo": "jose@ejemplo.pe", "autorizo": "1",
	}), map[string][]byte{"principal": hookstest.PDF(3), "anexo1": hookstest.PDF(2)})
	if p.Status != 303 || p.Location != "/bandeja/presencial/1-2026" {
		t.Fatalf("%d %s %s", p.Status, p.Location, p.Body)
	}
	s := filing(t, o, "1-2026")
	if s.GetString("canal") != mesa.CanalPresencial || s.GetString("terminos_version") != "" || s.GetString("nombres") != "JOSÉ ÑAHUI" ||
		s.GetString("razon_social") == "" || !s.GetBool("autorizo") {
		t.Errorf("filed %v", s.FieldsData())
	}
	line, err := o.FindFirstRecordByData(mesa.ColMovimientos, "solicitud", s.Id)
	if err != nil || !strings.HasPrefix(line.GetString("actor"), "personal/") || line.GetString("observaciones") != mesa.TextRecepcionPapel {
		t.Errorf("first line: %v %v", line, err)
	}
	mails := noticesOf(t, o, s.Id)
	if len(mails) != 1 || mails[0].GetString("tipo") != "recepcion" || mails[0].GetString("para") != "jose@ejemplo.pe" {
		t.Errorf("%d mails", len(mails))
	}
	for range 2 { // a reload shows the same
		p = b.Get("/bandeja/presencial/1-2026")
		for _, text := range []string{"1-2026", "PRESENCIAL", "24/03/2026 10:00:00", "<dd>5</dd>", "CUENTA mesa", "005-2026-ABC",
			o.Documents(t, s.Id)[0].GetString("sha256"), "Los avisos van a jose@ejemplo.pe", "EMPRESA INVENTADA"} {
			if !p.Has(text) {
				t.Errorf("the receipt lacks %q", text)
			}
		}
	}
	if p := b.Get("/bandeja/1-2026"); !p.Has("Presencial") {
		t.Error("the review names no channel")
	}
}

func TestTheReceiptSaysThatThePaperCameBefore(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	b, _ := reception(t, o)
	const told = "ya entró antes"
	for i, pages := range []int{1, 2, 1} { // the third brings the first one's paper
		bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(pages)})
		p := b.Get(fmt.Sprintf("/bandeja/presencial/%d-2026", i+1))
		if p.Has(told) != (i == 2) || p.Has(`href="/bandeja/1-2026">1-2026`) != (i == 2) || p.Has(`href="/bandeja/2-2026">2-2026`) {
			t.Errorf("paper %d: %d\n%s", i+1, p.Status, p.Body)
		}
	}
}

func TestOnlyReceptionReceivesPapers(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	mesaBrowser := uitest.NewBrowser(t, site)
	enter(t, mesaBrowser, "mesa@ejemplo.pe")
	if p := bring(mesaBrowser, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	digital := o.Filed(t, nil)
	if p := mesaBrowser.Get("/bandeja/presencial/" + digital.GetString("numero")); p.Status != 404 {
		t.Errorf("the receipt of a digital filing: %d", p.Status)
	}
	uitest.Superuser(t, o)
	admin := uitest.NewBrowser(t, site)
	enter(t, admin, "admin@ejemplo.pe")
	if p := admin.Get("/bandeja/presencial"); p.Status != 200 {
		t.Errorf("superuser: %d", p.Status)
	}
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	account(t, o, "jefatura@ejemplo.pe", mesa.RolJefatura, "")
	for _, correo := range []string{"area@ejemplo.pe", "jefatura@ejemplo.pe"} {
		b := uitest.NewBrowser(t, site)
		enter(t, b, correo)
		if p := b.Get("/bandeja/presencial"); p.Status != 403 {
			t.Errorf("%s sees the form: %d", correo, p.Status)
		}
		if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 403 {
			t.Errorf("%s sends the form: %d", correo, p.Status)
		}
		mine, absent := b.Get("/bandeja/presencial/1-2026"), b.Get("/bandeja/presencial/99-2026")
		if mine.Status != 404 || mine.Body != absent.Body {
			t.Errorf("%s and the receipt: %d", correo, mine.Status)
		}
	}
	for _, rol := range []string{"mesa@ejemplo.pe", "area@ejemplo.pe", "admin@ejemplo.pe"} {
		collection := mesa.ColPersonal
		if rol == "admin@ejemplo.pe" {
			collection = core.CollectionNameSuperusers
		}
		r, err := o.FindAuthRecordByEmail(collection, rol)
		if err != nil {
			t.Fatal(err)
		}
		token, _ := r.NewAuthToken()
		api := uitest.REST{Browser: admin, Token: token}
		for path, body := range map[string]map[string]any{
			"borradores":  {"persona": "natural", "canal": "presencial", "recibe": "personal/x"},
			"solicitudes": {"borrador": "x", "canal": "presencial"},
		} {
			if p := api.Call("POST", "/api/collections/"+path+"/records", body); p.Status != 403 {
				t.Errorf("%s creates %s by the API: %d %s", rol, path, p.Status, p.Body)
			}
		}
	}
	if n, _ := o.CountRecords(mesa.ColSolicitudes); n != 2 {
		t.Errorf("%d filings", n)
	}
}

func TestADoubleClickGivesOneNumberAndPapersShareTheSeries(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	const n = 4
	var ready []string
	for range n {
		ready = append(ready, o.Ready(t, nil).Id)
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = b.Get("/bandeja/presencial").Field("borrador")
	}
	var wg sync.WaitGroup
	places := make([][2]string, n)
	for i := range n {
		for click := range 2 {
			wg.Go(func() {
				typed := paper(o, t, map[string]string{"borrador": ids[i], "asunto": fmt.Sprint("Papel ", i)})
				p := bring(b, typed, map[string][]byte{"principal": hookstest.PDF(1)})
				places[i][click] = fmt.Sprint(p.Status, p.Location)
			})
		}
		wg.Go(func() {
			c, _ := o.FindCachedCollectionByNameOrId(mesa.ColSolicitudes)
			r := core.NewRecord(c)
			r.Set("borrador", ready[i])
			if err := o.Save(r); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, p := range places {
		if p[0] != p[1] || !strings.HasPrefix(p[0], "303/bandeja/presencial/") {
			t.Errorf("paper %d: %v", i, p)
		}
	}
	var given []int
	if err := o.DB().Select("correlativo").From(mesa.ColSolicitudes).OrderBy("correlativo").Column(&given); err != nil || len(given) != 2*n {
		t.Fatalf("%v %v", given, err)
	}
	for i, g := range given {
		if g != i+1 {
			t.Fatalf("numbers %v", given)
		}
	}
}

func TestARefusedPaperKeepsWhatWasTypedAndWhatWasAdmitted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	values := paper(o, t, map[string]string{"ruc": "20131312950", "persona": "juridica", "razon_social": "X", "numero_documento": "123",
		"asunto": "<script>alert(1)</script> \u202egnp", "domicilio": ""})
	p := bring(b, values, map[string][]byte{"principal": hookstest.PDF(2), "anexo1": []byte("PK\x03\x04 no es PDF")})
	if p.Status != 422 || strings.Contains(p.Body, "<script>alert") {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	for _, field := range []string{"ruc", "numero_documento", "domicilio", "archivo-anexo1"} {
		if !strings.Contains(p.Body, `href="#`+field+`"`) || !strings.Contains(p.Body, `id="`+field+`"`) {
			t.Errorf("no fault leads to %s", field)
		}
	}
	if p.Field("nombres") != "JOSÉ ÑAHUI" || !p.Has("principal.pdf") || !p.Has(mesa.TextDomicilioCedula) || !p.Has("N° 005-2026-ABC") {
		t.Errorf("lost: %s", p.Body)
	}
	values["borrador"], values["persona"] = p.Field("borrador"), "natural"
	values["numero_documento"], values["domicilio"] = "11111111", "Av. 1"
	if p := bring(b, values, nil); p.Status != 303 {
		t.Fatalf("mended: %d %s", p.Status, p.Body)
	}
	s := filing(t, o, "1-2026")
	docs := o.Documents(t, s.Id)
	if len(docs) != 1 || docs[0].GetString("numero") != "005-2026-ABC" || s.GetString("ruc") != "" {
		t.Errorf("%d documents, RUC %q", len(docs), s.GetString("ruc"))
	}
	// The browser's back button, with the next person's data in the old form.
	values["numero_documento"] = "22222222"
	if p := bring(b, values, nil); p.Status != 409 || p.Field("borrador") == values["borrador"] || p.Field("numero_documento") != "22222222" {
		t.Errorf("an old form with new data: %d", p.Status)
	}
}

func TestAPaperWithoutItsMainDocumentSaysAllThatIsMissing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	if p := bring(b, paper(o, t, nil), nil); p.Status != 422 || !strings.Contains(p.Body, `href="#archivo-principal"`) {
		t.Errorf("%d", p.Status)
	}
	p := bring(b, map[string]string{}, map[string][]byte{"principal": hookstest.PDF(1)})
	if p.Status != 422 || !strings.Contains(p.Body, `href="#persona"`) {
		t.Errorf("empty: %d", p.Status)
	}
	p = bring(b, map[string]string{"persona": "natural"}, nil)
	for _, field := range []string{"tipo_documento", "nombres", "apellidos", "domicilio", "tramite", "asunto", "archivo-principal"} {
		if !strings.Contains(p.Body, `href="#`+field+`"`) {
			t.Errorf("nothing says that %s is missing", field)
		}
	}
	p = bring(b, paper(o, t, map[string]string{"correo": "x@ejemplo.pe"}), map[string][]byte{"principal": hookstest.PDF(1)})
	if !p.Has(mesa.TextAutorizoPapel) {
		t.Error("a mail without its authorisation")
	}
	// Too large to be read at all: what was typed stays.
	o.Set(t, map[string]any{"limite_mb": 1})
	p = bring(b, paper(o, t, nil), map[string][]byte{"principal": make([]byte, 2<<20)})
	if p.Status != 422 || !strings.Contains(p.Body, `href="#archivo-principal"`) || p.Field("nombres") != "JOSÉ ÑAHUI" {
		t.Errorf("2 MB: %d", p.Status)
	}
}

// Nobody else's draft can be gone on with, and no citizen's becomes a paper.
func TestAnotherDraftIsNoPaper(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, other := reception(t, o)
	citizen := o.Draft(t, nil)
	taken := paper(o, t, map[string]string{"borrador": citizen.Id})
	if p := bring(b, taken, map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 404 {
		t.Errorf("a citizen's draft: %d", p.Status)
	}
	account(t, o, "otra@ejemplo.pe", mesa.RolMesa, "")
	enter(t, other, "otra@ejemplo.pe")
	p := bring(other, paper(o, t, nil), nil)
	if p := bring(b, paper(o, t, map[string]string{"borrador": p.Field("borrador")}), nil); p.Status != 404 {
		t.Errorf("a colleague's draft: %d", p.Status)
	}
	for _, id := range []string{"", "x", "../../../etc", strings.Repeat("a", 5000)} {
		if p := bring(b, paper(o, t, map[string]string{"borrador": id}), nil); p.Status != 422 {
			t.Errorf("draft %.20q: %d", id, p.Status)
		}
	}
	// The public form can't ask for the channel.
	public := other
	started := public.Post("/solicitud", "persona", "natural", "acepto", "1", "canal", "presencial", "recibe", "personal/x")
	draft := o.Record(t, mesa.ColBorradores, regexp.MustCompile(`[a-z0-9]{15}`).FindString(started.Location))
	public.Post(started.Location+"/datos", "canal", "presencial", "tipo_documento", "DNI")
	if draft = o.Record(t, mesa.ColBorradores, draft.Id); draft.GetString("canal") != mesa.CanalDigital || draft.GetString("recibe") != "" {
		t.Errorf("channel %q", draft.GetString("canal"))
	}
}

// Without an address of mail each notice is one of paper: it is queued to nobody, and the
// term begins on the day on which the cédula was delivered.
func TestWithoutMailAnObservationRunsFromItsCedula(t *testing.T) {
	t.Parallel()
	for _, inicio := range []string{mesa.InicioAcuse, mesa.InicioEnvio} {
		o := hookstest.New(t, workday)
		o.Set(t, map[string]any{"inicio_subsanacion": inicio})
		b, _ := reception(t, o)
		if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
			t.Fatal(p.Status, p.Body)
		}
		receipt := b.Get("/bandeja/presencial/1-2026")
		if !receipt.Has("cada aviso se le notifica por cédula") || !receipt.Has("siguiente a la entrega de la cédula") {
			t.Error("the receipt does not say how notices come")
		}
		s := filing(t, o, "1-2026")
		if mails := noticesOf(t, o, s.Id); len(mails) != 0 {
			t.Fatalf("%d mails to nobody", len(mails))
		}
		doc := o.Documents(t, s.Id)[0].Id
		p := b.Post("/bandeja/1-2026/vista-previa", "acto", "observar", "observado", doc, "observacion_"+doc, "Falta la firma.")
		if p.Status != 200 {
			t.Errorf("preview: %d", p.Status)
		}
		b.Post("/bandeja/1-2026/observar", "observado", doc, "observacion_"+doc, "Falta la firma.")
		o.TickAt(t, "2026-03-27T10:00:00-05:00")
		enter(t, b, "mesa@ejemplo.pe")
		if _, err := o.Mailer.Deliver(o.App); err != nil {
			t.Fatal(err)
		}
		s = filing(t, o, "1-2026")
		mails := noticesOf(t, o, s.Id)
		if s.Estado() != mesa.Observada || !s.VenceSubsanacion().IsZero() || len(mails) != 1 || mails[0].GetString("estado") != "fallido" ||
			mails[0].GetString("error") != mesa.TextSinDireccion || mails[0].GetInt("intentos") != 0 {
			t.Fatalf("%s: %s, due %v, %d notices", inicio, s.Estado(), s.VenceSubsanacion(), len(mails))
		}
		if !strings.Contains(s.GetString("alerta"), "POR CÉDULA") {
			t.Errorf("alert %q", s.GetString("alerta"))
		}
		again := mails[0]
		again.Set("estado", "pendiente")
		if err := o.Save(again); err == nil {
			t.Error("a mail to nobody is put back into the outbox")
		}
		p = b.Post("/bandeja/1-2026/cedula", "cedula_numero", "12-2026", "recibida_por", "Su hermana", "entregada_el", "2026-03-27")
		if p.Status != 303 {
			t.Fatalf("cédula: %d", p.Status)
		}
		s = filing(t, o, "1-2026")
		if got := s.VenceSubsanacion().UTC().Format("2006-01-02"); got != "2026-03-31" {
			t.Errorf("%s: due %s", inicio, got)
		}
		if strings.Contains(s.GetString("alerta"), "CÉDULA") || strings.Contains(s.GetString("alerta"), "NO SALIÓ") {
			t.Errorf("alert after the cédula: %q", s.GetString("alerta"))
		}
	}
}

// Who filed at the counter follows the filing with number and document, and is told to come
// to the counter where only a code by mail would do.
func TestAPaperIsFollowedOnThePublicSite(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // which prints captchas
	b, public := reception(t, o)
	if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status, p.Body)
	}
	doc := o.Documents(t, filing(t, o, "1-2026").Id)[0].Id
	b.Post("/bandeja/1-2026/observar", "observado", doc, "observacion_"+doc, "Falta la firma.")
	id := public.Get("/seguimiento").Field("captcha_id")
	p := public.Post("/seguimiento", "numero", "1-2026", "numero_documento", "11111111", "captcha_id", id, "captcha", uitest.Captcha(t, o, id))
	if p.Status != 200 || !p.Has(mesa.TextRecepcionPapel) || p.Has("CUENTA mesa") {
		t.Errorf("tracking: %d %s", p.Status, p.Body)
	}
}

// A request for public information on paper has its own form: the scan says what is asked.
func TestARequestForInformationComesOnPaper(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	saip, err := o.FindFirstRecordByData(mesa.ColTramites, "formulario", mesa.FormularioSAIP)
	if err != nil {
		t.Fatal(err)
	}
	p := bring(b, paper(o, t, map[string]string{"tramite": saip.Id, "tipo_documento": "PASAPORTE", "numero_documento": "AB12345"}),
		map[string][]byte{"principal": hookstest.PDF(1)})
	if p.Status != 303 {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	if s := filing(t, o, "1-2026"); s.GetString("pedido") != "" || s.VenceLegal().IsZero() {
		t.Errorf("due %v", s.VenceLegal())
	}
}

// The receipt names the address that the office is reached at, as its mails do.
func TestTheReceiptOfTheCounterNamesTheAddressOfTheMails(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	o.Settings().Meta.AppURL = "http://localhost:8090" // as PocketBase says before anybody sets it
	o.Store().Set(oficina.FallbackURL, "http://127.0.0.1:9099")
	if p := bring(b, paper(o, t, nil), map[string][]byte{"principal": hookstest.PDF(1)}); p.Status != 303 {
		t.Fatal(p.Status)
	}
	if p := b.Get("/bandeja/presencial/1-2026"); !p.Has("Siga su solicitud en http://127.0.0.1:9099/seguimiento") {
		t.Errorf("%d, names localhost: %v", p.Status, p.Has("localhost:8090"))
	}
}

// The form of the counter speaks of the person and not to the person, and marks what it needs.
func TestTheFormOfTheCounterSpeaksToTheOfficer(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := reception(t, o)
	p := b.Get("/bandeja/presencial")
	needed := regexp.MustCompile(`<(?:input|select|textarea)[^>]* required`).FindAllString(p.Body, -1)
	if len(needed) < 8 || !p.Has("Lo marcado con * es obligatorio.") || !p.Has(" checked autofocus>") {
		t.Errorf("%d fields are marked", len(needed))
	}
	p = bring(b, map[string]string{"persona": "natural"}, nil)
	_, errors, _ := strings.Cut(p.Body, `id="resumen-errores"`)
	errors, _, _ = strings.Cut(errors, "</div>")
	if p.Status != 422 || !strings.Contains(errors, "Escriba los nombres.") || regexp.MustCompile(`\b(su|sus|usted)\b`).MatchString(errors) {
		t.Errorf("%d %s", p.Status, errors)
	}
	if p.Has("checked autofocus") {
		t.Error("the focus leaves the summary of the errors")
	}
}
