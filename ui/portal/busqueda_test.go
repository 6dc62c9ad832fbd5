package portal_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestACaptchaIsGoodForOneTry(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	id := v.Get("/seguimiento").Field("captcha_id")
	for _, ext := range []string{".png", ".wav"} {
		v.want(v.Get("/captcha/"+id+ext), 200)
	}
	answer := uitest.Captcha(t, v.office, id)
	post := func(id, answer string) uitest.Page {
		return v.Post("/seguimiento", "numero", numero, "numero_documento", "11111111", "captcha_id", id, "captcha", answer)
	}
	v.wantRefused(post(id, "000"), 422, "captcha", mesa.TextCaptcha)
	v.wantRefused(post(id, answer), 422, "captcha", mesa.TextCaptcha) // spent by the miss
	v.want(v.Get("/captcha/"+id+".png"), 404)
	p := v.Get("/seguimiento")
	id = p.Field("captcha_id")
	answer = uitest.Captcha(t, v.office, id)
	v.want(post(id, answer), 200)
	v.wantRefused(post(id, answer), 422, "captcha", mesa.TextCaptcha) // spent by the hit
	id = v.Get("/seguimiento").Field("captcha_id")
	v.office.Clock.Add(10*time.Minute + time.Second)
	refused := post(id, uitest.Captcha(t, v.office, id))
	v.wantRefused(refused, 422, "captcha", mesa.TextCaptcha)
	if refused.Field("numero") != numero || refused.Field("numero_documento") != "11111111" {
		t.Error("what was typed is lost")
	}
	other := v.Post("/seguimiento", "numero", numero, "numero_documento", "11111111", "captcha_id", id, "otro_captcha", "1")
	if other.Status != 200 || other.Field("captcha_id") == id || other.Field("numero") != numero {
		t.Error("asking for another picture lost what was typed")
	}
}

func TestAWrongNumberAndAWrongDocumentAnswerAlike(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	a, b := v.search("/seguimiento", "77-2026", "11111111"), v.search("/seguimiento", numero, "22222222")
	v.wantRefused(a, 422, "", mesa.TextNoEncontrada)
	v.wantRefused(b, 422, "", mesa.TextNoEncontrada)
	v.wantRefused(v.search("/seguimiento", "no sé", "11111111"), 422, "numero", mesa.TextNumero)
	v.wantRefused(v.search("/seguimiento", numero, ""), 422, "numero_documento", mesa.TextDocumento)
}

func TestFiveMissesLockANumberAndADocument(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for i := range 5 {
		v.want(v.search("/seguimiento", numero, "2222222"+string(rune('0'+i))), 422)
	}
	p := v.search("/seguimiento", numero, "11111111")
	if p.Status != 429 || p.Header.Get("Retry-After") != "900" {
		t.Errorf("locked number: %d, Retry-After %q", p.Status, p.Header.Get("Retry-After"))
	}
	v.want(v.search("/subsanar", numero, "11111111"), 429) // the same lock
	v.office.Clock.Add(15 * time.Minute)
	v.want(v.search("/seguimiento", numero, "11111111"), 200)
	for i := range 5 {
		v.want(v.search("/seguimiento", "8"+string(rune('0'+i))+"-2026", "33333333"), 422)
	}
	v.want(v.search("/seguimiento", "99-2026", "33333333"), 429)
}

func TestALostNumberComesByMailOnly(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	if v.Get("/seguimiento/olvide").Has("Código de seguridad") {
		t.Error("a captcha is the only way to a lost number")
	}
	ask := func(correo string) uitest.Page { return v.Post("/seguimiento/olvide", "correo", correo) }
	v.wantRefused(ask("nadie"), 422, "correo", mesa.TextCorreo)
	before := len(v.office.Mailer.Mailbox.All())
	known, unknown := ask("juan@ejemplo.pe"), ask("nuan@ejemplo.pe")
	v.want(known, 200)
	if strings.ReplaceAll(known.Body, "juan@", "nuan@") != unknown.Body {
		t.Error("the page tells whether the address files here")
	}
	if known.Has(numero) {
		t.Error("the page shows the number")
	}
	letters := v.office.Mailer.Mailbox.All()
	if len(letters) != before+1 || letters[0].Asunto != "Sus números de solicitud" || letters[0].Para != "juan@ejemplo.pe" {
		t.Errorf("mails: %v", letters)
	}
	for range 5 {
		v.want(ask("JUAN@ejemplo.pe"), 200) // the same address
	}
	if n := len(v.office.Mailer.Mailbox.All()); n != before+1 {
		t.Errorf("%d mails within ten minutes", n-before)
	}
	v.office.Clock.Add(10 * time.Minute)
	v.want(ask("juan@ejemplo.pe"), 200)
	if n := len(v.office.Mailer.Mailbox.All()); n != before+2 {
		t.Errorf("%d mails after ten minutes", n-before)
	}
}
