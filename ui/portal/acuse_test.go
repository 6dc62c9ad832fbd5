package portal_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// observed files a request and observes it; link is the address in the mail.
func (v *visit) observed() (numero, link string) {
	v.t.Helper()
	numero = v.filed()
	v.office.Observe(v.t, v.filing(numero))
	return numero, v.link()
}

// link is the acknowledgement link of the newest mail that has one: on a slow machine the
// digest leaves meanwhile.
func (v *visit) link() string {
	v.t.Helper()
	for _, letter := range v.office.Mailer.Mailbox.All() {
		link := regexp.MustCompile(`/acuse/[A-Za-z0-9]{43}`).FindString(letter.Texto)
		if link == "" {
			continue
		}
		if !strings.Contains(letter.HTML, link) {
			v.t.Fatalf("the HTML of %s has another link: %s", letter.Asunto, letter.HTML)
		}
		return link
	}
	v.t.Fatal("no mail has a link")
	return ""
}

func (v *visit) notes() int {
	v.t.Helper()
	rows, err := v.office.FindRecordsByFilter(mesa.ColMovimientos, "etapa = 'NOTA'", "", 0, 0)
	if err != nil {
		v.t.Fatal(err)
	}
	return len(rows)
}

func (v *visit) notice() *core.Record {
	v.t.Helper()
	r, err := v.office.FindFirstRecordByFilter(mesa.ColCorreos, "tipo = 'observacion'")
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

const pressMe = "Confirmar que recibí este aviso"

func TestOpeningALinkConfirmsNothing(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero, link := v.observed()
	for _, headers := range [][]string{nil, {"Purpose", "prefetch"}, {"Sec-Purpose", "prefetch"}, {"User-Agent", "MailScanner"}} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if p := v.Do(v.Request(method, link, "", headers...)); p.Status != 200 {
				t.Errorf("%s %v: %d", method, headers, p.Status)
			}
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodOptions} {
		if p := v.Do(v.Request(method, link, "")); p.Status == 200 || p.Status == 303 {
			t.Errorf("%s: %d", method, p.Status)
		}
	}
	v.want(v.Get(link+"/plazo.ics"), 200)
	if r := v.notice(); r.GetString("acuse_en") != "" || v.notes() != 0 {
		t.Fatalf("acuse_en %s, %d notes", r.GetString("acuse_en"), v.notes())
	}
	p := v.Get(link)
	if !p.Has(pressMe) || !p.Has(numero) || !p.Has("Su solicitud ha sido observada") {
		t.Errorf("the page: %s", p.Body)
	}
	for _, private := range []string{"JUAN", "PEREZ", "11111111", "juan@", "Presento prestación", "Está faltando", "987654321"} {
		if p.Has(private) {
			t.Errorf("the page shows %q", private)
		}
	}
}

func TestPressingTheButtonCountsOnce(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero, link := v.observed()
	v.office.Clock.Set("2026-03-24T11:30:00-05:00")
	for i := range 2 {
		p := v.Post(link)
		if p.Status != 303 || p.Location != link {
			t.Fatalf("press %d: %d to %s", i+1, p.Status, p.Location)
		}
		thanks := v.Get(link)
		for _, want := range []string{
			"Usted confirmó", "24/03/2026 11:30:00", "jueves 26 de marzo de 2026", link + "/plazo.ics", "/subsanar?numero=" + numero,
		} {
			if !thanks.Has(want) {
				t.Errorf("press %d: the page lacks %q: %s", i+1, want, thanks.Body)
			}
		}
		if thanks.Has(pressMe) {
			t.Error("the button is still there")
		}
		v.office.Clock.Set("2026-03-25T09:00:00-05:00")
	}
	if r := v.notice(); r.GetString("acuse_en") != "2026-03-24 16:30:00.000Z" || r.GetString("acuse_ip") != "127.0.0.1" || v.notes() != 1 {
		t.Errorf("acuse_en %s from %q, %d notes", r.GetString("acuse_en"), r.GetString("acuse_ip"), v.notes())
	}
	if p := v.search("/seguimiento", numero, "11111111"); p.Has("127.0.0.1") || p.Has("NOTA") {
		t.Error("the note is public")
	}
}

func TestManyPressesAtOnceCountOnce(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			p, err := v.Try(v.Request(http.MethodPost, link, "", "Content-Type", "application/x-www-form-urlencoded"))
			if err != nil || p.Status != 303 {
				t.Errorf("%d %v", p.Status, err)
			}
		})
	}
	all.Wait()
	if v.notes() != 1 {
		t.Errorf("%d notes", v.notes())
	}
}

func TestALinkNobodyWasSentIsNotFound(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	hash := v.notice().GetString("acuse")
	for _, bad := range []string{
		"/acuse/" + strings.Repeat("a", 43), link + "a", link[:len(link)-1], strings.ToUpper(link[:7]) + link[7:],
		"/acuse/" + hash, "/acuse/%00", "/acuse/'",
	} {
		for _, p := range []uitest.Page{v.Get(bad), v.Post(bad), v.Get(bad + "/plazo.ics")} {
			if p.Status != 404 || p.Has("sql") {
				t.Errorf("%s: %d", bad, p.Status)
			}
		}
	}
	if v.notes() != 0 {
		t.Error("something was confirmed")
	}
}

func TestAnotherSiteCannotConfirm(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://otro.ejemplo.pe"}, {"Origin", "null"}} {
		p := v.Do(v.Request(http.MethodPost, link, "", append(headers, "Content-Type", "application/x-www-form-urlencoded")...))
		if p.Status != 403 {
			t.Errorf("%v: %d", headers, p.Status)
		}
	}
	if v.notes() != 0 {
		t.Error("something was confirmed")
	}
}

func TestThePageDoesNotGiveItsAddressAway(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	for _, path := range []string{link, link + "/plazo.ics"} {
		h := v.Get(path).Header
		if h.Get("Referrer-Policy") != "strict-origin" || h.Get("X-Robots-Tag") != "noindex, nofollow" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestNoLogKeepsALink(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	v.office.Settings().Logs.MaxDays = 1
	v.Get(link)
	v.Post(link)
	v.Get(link + "/plazo.ics")
	v.Get("/seguimiento")
	all := v.logged("/seguimiento")
	if strings.Contains(all, "/acuse/") {
		t.Errorf("the log: %s", all)
	}
}

func TestTheLogKeepsNoQueryAndNoKey(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Settings().Logs.MaxDays = 1
	v.Get("/seguimiento?numero=1-2026&numero_documento=44444444")
	v.Do(v.Request("GET", "/terminos", "", "Referer", "http://127.0.0.1/seguimiento?numero_documento=44444444"))
	v.Get("/subsanar/clave-de-prueba")
	all := v.logged("/subsanar/{token}")
	for _, secret := range []string{"44444444", "clave-de-prueba"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is in the log: %s", secret, all)
		}
	}
}

// logged is the request log as soon as it has a text: requests are logged after
// their answer, and in batches.
func (v *visit) logged(text string) (all string) {
	v.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 500 {
		all = ""
		for _, row := range hookstest.Logged(v.t, v.office.App) {
			all += row.Message + fmt.Sprint(row.Data)
		}
		if strings.Contains(all, text) {
			return all
		}
		<-tick.C
	}
	v.t.Fatalf("the log never told of %s: %s", text, all)
	return ""
}

func TestTheCalendarFileGivesTheLastDayWhileItRuns(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero, link := v.observed()
	p := v.Get(link + "/plazo.ics")
	if p.Status != 200 || p.Header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
		!strings.Contains(p.Header.Get("Content-Disposition"), "plazo.ics") {
		t.Fatalf("%d %v", p.Status, p.Header)
	}
	for _, want := range []string{
		"DTSTART;VALUE=DATE:20260326\r\n", "SUMMARY:Vence el plazo para subsanar la solicitud " + numero + "\r\n",
		"UID:plazo-" + v.notice().Id + "@",
	} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("it lacks %q: %s", want, p.Body)
		}
	}
	v.office.Clock.Set("2026-03-27T00:00:00-05:00")
	v.want(v.Get(link+"/plazo.ics"), 404) // over, and not yet closed by the clock
}

func TestAfterTheClosingANoticeIsStillConfirmed(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero, first := v.observed()
	v.office.Clock.Set("2026-03-27T00:00:00-05:00")
	if err := v.office.CloseOverdue(v.t); err != nil {
		t.Fatal(err)
	}
	second := v.link()
	if first == second {
		t.Fatal("the closing has no notice of its own")
	}
	for link, title := range map[string]string{first: "Su solicitud ha sido observada", second: "Su solicitud se tiene por no presentada"} {
		v.want(v.Post(link), 303)
		p := v.Get(link)
		if !p.Has(title) || !p.Has("/seguimiento?numero="+numero) || p.Has("/subsanar?numero=") || p.Has("plazo.ics") {
			t.Errorf("%s: %s", title, p.Body)
		}
	}
	if v.notes() != 2 {
		t.Errorf("%d notes", v.notes())
	}
}

func TestTheCitizenSeesThatANoticeWentByCedula(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero, _ := v.observed()
	v.office.MustMove(t, v.filing(numero), mesa.EtapaCedula, map[string]any{
		"cedula_numero": "12-2026", "observaciones": "La recibió su hermana.", "entregada_el": v.office.Now(),
	})
	p := v.search("/seguimiento", numero, "11111111")
	if !p.Has("CEDULA") || !p.Has("Se notificó con la cédula 12-2026") || p.Has("hermana") || !p.Has("Observada") {
		t.Errorf("%s", p.Body)
	}
}

func TestGuessingLinksIsLimited(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	_, link := v.observed()
	for range 300 {
		v.Get("/acuse/" + strings.Repeat("a", 43))
	}
	for _, p := range []uitest.Page{v.Get(link), v.Post(link), v.Get(link + "/plazo.ics")} {
		if p.Status != 429 || p.Header.Get("Retry-After") == "" {
			t.Errorf("%d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
		}
	}
}

// Who confirms that a filing was opened again reads when the term begins, then its last day.
func TestTheNoticeOfAReopeningGivesTheLastDayToo(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.ByLaw(t)
	id := v.office.Filed(t, nil).Id
	v.office.Observe(t, id)
	v.office.Acknowledge(t, id)
	v.office.Clock.Add(10 * 24 * time.Hour)
	if err := v.office.CloseOverdue(t); err != nil {
		t.Fatal(err)
	}
	v.office.Clock.Add(time.Hour)
	v.office.MustMove(t, id, mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
	letter := v.office.Mailer.Mailbox.All()[0]
	if button := strings.Index(letter.Texto, "/acuse/"); button < 0 || button > strings.Index(letter.Texto, "Número de solicitud") {
		t.Errorf("the button is not first: %s", letter.Texto)
	}
	link := v.link()
	if p := v.Get(link); !p.Has("empieza el día hábil siguiente a su confirmación") {
		t.Error("the page does not say when the term begins")
	}
	v.want(v.Post(link), 303)
	last := v.office.Record(t, mesa.ColSolicitudes, id).GetDateTime("vence_subsanacion").Time()
	if p := v.Get(link); last.IsZero() || !p.Has(link+"/plazo.ics") || !p.Has("Corrija lo observado a más tardar el") {
		t.Errorf("no last day after the confirmation: %v", last)
	}
	if p := v.Get(link + "/plazo.ics"); p.Status != 200 || !p.Has(last.Format("20060102")) {
		t.Errorf("the calendar file: %d", p.Status)
	}
}
