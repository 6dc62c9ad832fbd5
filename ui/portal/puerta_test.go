package portal_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"
)

// These tests are attacks that shut the desk to somebody else.

// far is another browser, from another network.
func (v *visit) far(ip string) *visit {
	v.t.Helper()
	v.office.Settings().TrustedProxy.Headers = []string{uitest.ProxyHeader}
	other := v.stranger()
	other.Behind(ip)
	return other
}

func TestWhoKnowsAnAddressNeitherBlocksItsCodesNorKillsOne(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	mine := v.lastCode()
	thief := v.far("203.0.113.7").start("natural")
	thief.want(thief.Post(thief.draft+"/datos", juan...), 303)
	for range otp.PerHour {
		thief.want(thief.Post(thief.draft+"/codigo"), 303)
		for range otp.Tries {
			thief.Post(thief.draft+"/validar", "codigo", not(thief.lastCode()))
		}
		v.office.Clock.Add(time.Minute)
	}
	thief.want(thief.Post(thief.draft+"/codigo"), 429)
	v.want(v.Post(v.draft+"/validar", "codigo", mine), 303)
	again := v.stranger().start("natural")
	again.want(again.Post(again.draft+"/datos", juan...), 303)
	again.want(again.Post(again.draft+"/codigo"), 303)
}

func TestWhoKnowsAFilingDoesNotBlockItsSearchCodes(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	thief := v.far("203.0.113.7")
	for range otp.PerHour {
		thief.want(thief.askCode("/seguimiento", numero, "11111111"), 200)
		v.office.Clock.Add(time.Minute)
	}
	thief.want(thief.askCode("/seguimiento", numero, "11111111"), 429)
	v.want(v.askCode("/seguimiento", numero, "11111111"), 200)
	mine := v.lastCode()
	thief = v.far("203.0.114.7") // and again, from elsewhere
	thief.want(thief.askCode("/seguimiento", numero, "11111111"), 200)
	v.want(v.giveCode("/seguimiento", numero, "11111111", mine), 200)
}

func TestPastThirtyCodesAnHourTheFormAsksForACaptchaAndSends(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	flood := func() {
		for i := range otp.PerAddress {
			from := otp.Asker{Neighbourhood: fmt.Sprintf("198.51.%d.0/24", i), Human: true}
			if err := v.office.Codes.Send(v.office.App, "juan@ejemplo.pe", fmt.Sprint("ajeno", i), from); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}
	}
	flood()
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	p := v.Post(v.draft + "/codigo")
	v.wantRefused(p, 422, "captcha", mesa.TextCodigoCaptcha)
	wrong := v.Post(v.draft+"/codigo", "captcha_id", p.Field("captcha_id"), "captcha", "000")
	v.wantRefused(wrong, 422, "captcha", mesa.TextCodigoCaptcha)
	id := wrong.Field("captcha_id")
	v.want(v.Post(v.draft+"/codigo", "captcha_id", id, "captcha", uitest.Captcha(t, v.office, id)), 303)
	v.want(v.Post(v.draft+"/validar", "codigo", v.lastCode()), 303)
}

func TestPastThirtySearchCodesAnHourAPairIsAskedACaptcha(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for _, pair := range [][2]string{{numero, "11111111"}, {"77-2026", "22222222"}} { // the same whether there is such a filing
		for i := range otp.PerAddress {
			other := v.far(fmt.Sprintf("203.0.%d.7", i))
			other.want(other.askCode("/seguimiento", pair[0], pair[1]), 200)
		}
		p := v.askCode("/seguimiento", pair[0], pair[1])
		v.wantRefused(p, 422, "captcha", mesa.TextCodigoCaptcha)
		id := p.Field("captcha_id")
		v.want(v.Post("/seguimiento/codigo", "numero", pair[0], "numero_documento", pair[1],
			"captcha_id", id, "captcha", uitest.Captcha(t, v.office, id)), 200)
	}
	p := v.askCode("/seguimiento", numero, "11111111")
	v.wantRefused(p, 422, "captcha", mesa.TextCodigoCaptcha)
	v.office.Clock.Add(time.Hour)
	v.want(v.askCode("/seguimiento", numero, "11111111"), 200)
	v.want(v.giveCode("/seguimiento", numero, "11111111", v.lastCode()), 200)
}

func TestMissesOfANeighbourhoodCloseASearchToNobodyElse(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	thief := v.far("203.0.113.7")
	for i := range 5 {
		thief.want(thief.search("/seguimiento", numero, "2222222"+string(rune('0'+i))), 422)
	}
	closed := v.far("203.0.113.99").search("/seguimiento", numero, "11111111") // next door
	v.wantRefused(closed, 429, "", mesa.TextBusquedaCerrada(15*time.Minute))
	if closed.Header.Get("Retry-After") != "900" || !closed.Has("Recibir un código en mi correo") {
		t.Errorf("the refusal offers no other way, Retry-After %q", closed.Header.Get("Retry-After"))
	}
	v.want(v.search("/seguimiento", numero, "11111111"), 200)
}

func TestADraftWithoutAProvedAddressTakesNoFile(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", juan...), 303)
	v.want(v.Upload(v.draft+"/documentos/principal", "a.pdf", hookstest.PDF(1), ""), 403)
	id := strings.TrimPrefix(v.draft, "/solicitud/")
	v.want(v.Announce(1000, "borrador", id, "clase", "principal", "filename", "a.pdf"), 403)
	_, err := v.office.Create(t, mesa.ColDocumentos, map[string]any{
		"borrador": id, "clase": "principal", "archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
	hookstest.WantRefusal(t, err, 403, "", mesa.TextCorreoSinCodigo)
	v.office.Clock.Add(6*time.Hour + time.Second)
	if err := v.office.Purge(v.office.App); err != nil {
		t.Fatal(err)
	}
	if n, err := v.office.CountRecords(mesa.ColBorradores); n != 0 || err != nil {
		t.Errorf("%d drafts that nobody proved live for days: %v", n, err)
	}
}

func TestNumberAndDocumentThrowNobodyOutOfACorrection(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	site := uitest.Serve(t, o)
	mail := hookstest.NewSMTP(t, o.App)
	s := o.Filed(t, nil)
	doc := o.Observe(t, s.Id)
	open := func() (*visit, string) {
		v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
		id, answer := o.Captcha.New()
		p := v.Post("/subsanar", "numero", s.GetString("numero"), "numero_documento", "11111111", "captcha_id", id, "captcha", answer)
		v.want(p, 303)
		return v, p.Location
	}
	prove := func(v *visit, session string) {
		t.Helper()
		v.want(v.Post(session+"/codigo"), 303)
		v.want(v.Post(session+"/validar", "codigo", mail.Code()), 303)
	}
	owner, mine := open()
	prove(owner, mine)
	owner.want(owner.Upload(mine+"/documentos/"+doc.Id, "nuevo.pdf", hookstest.PDF(2), ""), 303)
	thief, his := open()
	thief.want(thief.Upload(his+"/documentos/"+doc.Id, "otro.pdf", hookstest.PDF(1), ""), 403)
	thief.want(thief.Post(his+"/codigo"), 303) // goes to the owner's mailbox
	thief.want(thief.Post(his+"/validar", "codigo", "000000"), 422)
	if page := owner.Get(mine); page.Status != 200 || !page.Has("nuevo.pdf") {
		t.Fatalf("the owner is out: %d", page.Status)
	}
	phone, third := open() // the owner again, elsewhere
	prove(phone, third)
	if page := phone.Get(third); !page.Has("nuevo.pdf") {
		t.Errorf("what was uploaded is lost: %s", problems(page))
	}
	owner.want(owner.Get(mine), 404) // the new session has proved itself
	thief.want(thief.Get(his), 404)
	phone.want(phone.Post(third+"/enviar"), 303)
}

// long is a body of so many bytes; it counts what was read of it, which the client may
// still do after an answer.
type long struct {
	size int64
	read atomic.Int64
}

func (b *long) Read(p []byte) (int, error) {
	if b.read.Load() >= b.size {
		return 0, io.EOF
	}
	copy(p, strings.Repeat("a", len(p)))
	b.read.Add(int64(len(p)))
	return len(p), nil
}

func TestAnOrdinaryFormIsNotReadPastAMegabyte(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	for _, path := range []string{"/solicitud", "/seguimiento", "/subsanar", "/seguimiento/olvide", v.draft + "/datos", v.draft + "/enviar"} {
		announced := &long{size: 31 << 20}
		req := v.Request(http.MethodPost, path, "", "Content-Type", "application/x-www-form-urlencoded")
		req.Body, req.ContentLength = io.NopCloser(io.LimitReader(announced, announced.size)), announced.size
		if p, err := v.Try(req); err == nil && p.Status != 413 { // else the connection closed before all was sent
			t.Errorf("%s: %d", path, p.Status)
		}
		if read := announced.read.Load(); read > 8<<20 {
			t.Errorf("%s takes %d bytes off the line", path, read)
		}
		body := &long{size: 64 << 20}
		req = v.Request(http.MethodPost, path, "", "Content-Type", "application/x-www-form-urlencoded")
		req.Body, req.ContentLength = io.NopCloser(body), -1
		_, _ = v.Try(req)
		if read := body.read.Load(); read > 8<<20 { // what the connection's buffers hold is sent too
			t.Errorf("%s in pieces: %d bytes were taken", path, read)
		}
	}
}

// Who mistypes one pair again and again closes that pair alone: it tells a guesser nothing new.
func TestAPairMistypedAgainAndAgainClosesItselfAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for range 5 {
		v.want(v.search("/seguimiento", numero, "11111112"), 422)
	}
	v.want(v.search("/seguimiento", numero, "11111112"), 429)
	v.want(v.search("/seguimiento", numero, "11111111"), 200)
	for i := range 4 { // and different ones, as long as they are fewer than five
		v.want(v.search("/seguimiento", numero, "2222222"+string(rune('0'+i))), 422)
	}
	v.want(v.search("/seguimiento", numero, "11111111"), 200)
}

func TestInAClosedNeighbourhoodTheCodeOfTheMailOpens(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for name, network := range map[string][3]string{ // who misses, who lives next door, who lives elsewhere
		"IPv4 /24": {"203.0.113.7", "203.0.113.99", "203.0.114.7"},
		"IPv6 /56": {"2001:db8:0:100::7", "2001:db8:0:1ff::99", "2001:db8:0:200::7"},
	} {
		thief := v.far(network[0])
		for i := range 5 {
			thief.want(thief.search("/seguimiento", numero, "2222222"+string(rune('0'+i))), 422)
		}
		near, far := v.lapse().far(network[1]), v.far(network[2])
		closed := near.search("/seguimiento", numero, "11111111")
		if closed.Status != 429 || closed.Field("numero") != numero || !closed.Has(`formaction="/seguimiento/codigo"`) {
			t.Errorf("%s: %d %s", name, closed.Status, problems(closed))
		}
		near.want(near.askCode("/seguimiento", numero, "11111111"), 200)
		near.want(near.giveCode("/seguimiento", numero, "11111111", near.lastCode()), 200)
		for _, path := range []string{"/seguimiento", "/subsanar"} {
			if p := far.search(path, numero, "11111111"); p.Status == 429 || p.Status == 422 {
				t.Errorf("%s: a right pair from another neighbourhood gets %d at %s", name, p.Status, path)
			}
		}
	}
}
