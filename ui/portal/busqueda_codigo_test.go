package portal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// lapse goes past the minute that an address waits between two codes.
func (v *visit) lapse() *visit {
	v.office.Clock.Add(time.Minute)
	return v
}

// stranger is another browser at the same office.
func (v *visit) stranger() *visit {
	return &visit{uitest.NewBrowser(v.t, v.site), v.t, v.office, v.site, v.draft}
}

func (v *visit) askCode(path, numero, documento string) uitest.Page {
	v.t.Helper()
	return v.Post(path+"/codigo", "numero", numero, "numero_documento", documento)
}

func (v *visit) giveCode(path, numero, documento, codigo string) uitest.Page {
	v.t.Helper()
	return v.Post(path+"/validar", "numero", numero, "numero_documento", documento, "codigo", codigo)
}

func (v *visit) lastCode() string {
	v.t.Helper()
	return uitest.LastCode(v.t, v.office, "juan@ejemplo.pe")
}

// not is a code that is not this one.
func not(code string) string {
	if code == "000000" {
		return "111111"
	}
	return "000000"
}

func TestACodeByMailTracksWithoutACaptcha(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.lapse()
	if !v.Get("/seguimiento").Has("Recibir un código en mi correo") {
		t.Error("the search offers no way without the captcha")
	}
	p := v.askCode("/seguimiento", " 1 - 2026", "11111111")
	v.want(p, 200)
	for _, says := range []string{"Si los datos coinciden", "Dura 10 minutos", `autocomplete="one-time-code"`} {
		if !p.Has(says) {
			t.Errorf("the page of the code lacks %q", says)
		}
	}
	if p.Field("numero") != numero || p.Field("numero_documento") != "11111111" {
		t.Error("the page of the code forgot what was typed")
	}
	code := v.lastCode()
	wrong := v.giveCode("/seguimiento", numero, "11111111", not(code))
	v.wantRefused(wrong, 422, "codigo", mesa.TextCodigoNoVale)
	if wrong.Field("codigo") != not(code) || wrong.Field("numero") != numero || wrong.Field("numero_documento") != "11111111" {
		t.Error("a wrong code loses what was typed")
	}
	v.wantRefused(v.giveCode("/seguimiento", numero, "11111111", "12"), 422, "codigo", mesa.TextCodigoFormato)
	found := v.giveCode("/seguimiento", numero, "11111111", " "+code[:3]+" "+code[3:]+" ") // as pasted
	v.want(found, 200)
	if !found.Has("Información de su solicitud N° " + numero) {
		t.Errorf("the result: %s", problems(found))
	}
	v.wantRefused(v.giveCode("/seguimiento", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale) // replayed
}

func TestASearchCodeLastsTenMinutes(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.lapse().want(v.askCode("/seguimiento", numero, "11111111"), 200)
	code := v.lastCode()
	v.office.Clock.Add(10*time.Minute + time.Second)
	v.wantRefused(v.giveCode("/seguimiento", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale)
}

func TestASearchCodeServesOnlyWhereItWasAskedFor(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.lapse().want(v.askCode("/seguimiento", numero, "11111111"), 200)
	code, other := v.lastCode(), v.stranger()
	v.wantRefused(other.giveCode("/seguimiento", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale)
	other.want(other.askCode("/seguimiento", "77-2026", "22222222"), 200) // a cookie of its own
	v.wantRefused(other.giveCode("/seguimiento", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale)
	v.wantRefused(v.giveCode("/subsanar", numero, "11111111", code), 422, "codigo", mesa.TextCodigoNoVale) // another page's
	v.want(v.giveCode("/seguimiento", numero, "11111111", code), 200)
}

// alike makes two pages comparable: what the two persons typed is left out.
func alike(p uitest.Page, numero, documento string) string {
	body := strings.NewReplacer(numero, "N", documento, "D").Replace(p.Body)
	header := p.Header.Clone()
	for _, changing := range []string{"Set-Cookie", "Date", "Content-Length"} {
		header.Del(changing)
	}
	return fmt.Sprint(p.Status, len(p.Header["Set-Cookie"]), header, body)
}

func TestAnUnknownFilingIsAskedACodeLikeAKnownOne(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/seguimiento", "/subsanar"} {
		t.Run(path, func(t *testing.T) {
			v := newVisit(t)
			numero := v.filed()
			known, unknown := v.lapse(), v.stranger()
			same := func(step string, a, b uitest.Page, status int) {
				t.Helper()
				if x, y := alike(a, numero, "11111111"), alike(b, "7-2026", "22222222"); x != y || a.Status != status {
					t.Errorf("%s tells them apart:\n%s\n%s", step, x, y)
				}
			}
			first := [2]uitest.Page{known.askCode(path, numero, "11111111"), unknown.askCode(path, "7-2026", "22222222")}
			if len(first[0].Header["Set-Cookie"]) != 1 || len(first[1].Header["Set-Cookie"]) != 1 {
				t.Error("the browsers are not both given a cookie")
			}
			same("asking", first[0], first[1], 200)
			again := [2]uitest.Page{known.askCode(path, numero, "11111111"), unknown.askCode(path, "7-2026", "22222222")}
			same("asking again at once", again[0], again[1], 429)
			if again[1].Header.Get("Retry-After") != "60" || !again[1].Has(mesa.TextCodigoPedido(time.Minute)) {
				t.Errorf("at once: %s", problems(again[1]))
			}
			code := not(v.lastCode())
			for range 5 {
				same("a wrong code", known.giveCode(path, numero, "11111111", code), unknown.giveCode(path, "7-2026", "22222222", code), 422)
			}
			// Five tries and the code is dead, for its owner too; nobody else is locked out.
			v.wantRefused(known.giveCode(path, numero, "11111111", v.lastCode()), 422, "codigo", mesa.TextCodigoNoVale)
			v.wantRefused(unknown.giveCode(path, "7-2026", "22222222", code), 422, "codigo", mesa.TextCodigoNoVale)
			v.want(v.search("/seguimiento", numero, "11111111"), 200)
		})
	}
}

func TestSixSearchCodesAnHourForAPair(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for range 6 {
		v.lapse().want(v.askCode("/seguimiento", numero, "11111111"), 200)
		v.want(v.askCode("/seguimiento", "7-2026", "22222222"), 200)
	}
	v.lapse()
	for _, p := range []uitest.Page{v.askCode("/seguimiento", numero, "11111111"), v.askCode("/seguimiento", "7-2026", "22222222")} {
		if p.Status != 429 || p.Header.Get("Retry-After") != "3240" {
			t.Errorf("seventh code: %d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
		}
	}
}

func TestAnAddressWithALimitOfItsOwnIsNotTold(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	from := otp.Asker{Neighbourhood: "127.0.0.0/24"}
	for i := range otp.PerNeighbourhood - 1 { // and the draft's own code
		if err := v.office.Codes.Send(v.office.App, "juan@ejemplo.pe", fmt.Sprint("borrador", i), from); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	before := len(v.office.Mailer.Mailbox.All())
	v.want(v.askCode("/seguimiento", numero, "11111111"), 200)
	if n := len(v.office.Mailer.Mailbox.All()); n != before {
		t.Errorf("%d mails beyond the limit", n-before)
	}
}

func TestTheFieldsOfACodeSearchAreChecked(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.wantRefused(v.askCode("/seguimiento", "no sé", "11111111"), 422, "numero", mesa.TextNumero)
	v.wantRefused(v.askCode("/subsanar", "1-2026", ""), 422, "numero_documento", mesa.TextDocumento)
	for _, path := range []string{"/seguimiento/codigo", "/seguimiento/validar", "/subsanar/codigo", "/subsanar/validar", "/subsanar/pase"} {
		if p := v.Get(path); p.Status != 303 || !strings.HasPrefix(path, p.Location+"/") {
			t.Errorf("a reload of %s: %d to %s", path, p.Status, p.Location)
		}
		foreign := v.Request(http.MethodPost, path, "numero=1-2026",
			"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
		v.want(v.Do(foreign), 403)
	}
}

func TestACodeByMailOpensTheCorrectionWithItsAddressProved(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.lapse().want(v.askCode("/subsanar", numero, "11111111"), 200)
	v.wantRefused(v.giveCode("/subsanar", numero, "11111111", v.lastCode()), 409, "", mesa.TextNoObservada) // only told to who holds the code
	v.office.Observe(t, v.filing(numero))
	v.lapse().want(v.askCode("/subsanar", numero, "11111111"), 200)
	p := v.giveCode("/subsanar", numero, "11111111", v.lastCode())
	v.want(p, 303)
	if page := v.Get(p.Location); !page.Has("JUAN PEREZ PEREZ") {
		t.Errorf("the address counts as not proved: %s", problems(page))
	}
}

func TestInProductionTheAnswerDoesNotWaitForTheMail(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App)
	letters, release := make(chan string), make(chan bool)
	o.OnMailerSend().BindFunc(func(e *core.MailerEvent) error {
		if !strings.HasSuffix(e.Message.Subject, " es su código de validación") {
			return nil // the outbox's
		}
		<-release
		letters <- e.Message.Text
		return nil
	})
	s := o.Filed(t, nil)
	site := uitest.Serve(t, o)
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	v.want(v.askCode("/seguimiento", s.GetString("numero"), "11111111"), 200) // while the mail is held back
	release <- true
	if letter := <-letters; !strings.Contains(letter, "código") {
		t.Errorf("mail: %s", letter)
	}
}
