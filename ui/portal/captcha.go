package portal

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// captchaFile serves a captcha as {id}.png or {id}.wav.
func (p *Portal) captchaFile(e *core.RequestEvent) error {
	name := e.Request.PathValue("file")
	e.Response.Header().Set("Cache-Control", "no-store")
	if id, ok := strings.CutSuffix(name, ".png"); ok {
		if png, ok := p.Captcha.Image(id); ok {
			return e.Blob(200, "image/png", png)
		}
	}
	if id, ok := strings.CutSuffix(name, ".wav"); ok {
		if err := take(p.readings, e); err != nil {
			return err
		}
		read := p.Captcha.Audio
		if from := e.Request.Header.Get("Range"); from != "" && from != "bytes=0-" {
			read = p.Captcha.SameAudio // a piece of what the browser plays already
		}
		if wav, ok := read(id); ok {
			e.Response.Header().Set("Content-Type", "audio/wav")
			http.ServeContent(e.Response, e.Request, "", time.Time{}, bytes.NewReader(wav))
			return nil
		}
	}
	return e.NotFoundError("", nil)
}

// captchaFor makes the captcha that a refused code asks for; "" when it asks for none.
func (p *Portal) captchaFor(e *core.RequestEvent, err error) string {
	if !wantsCaptcha(err) {
		return ""
	}
	return p.newCaptcha(e)
}

// asker is who asks for a code: the neighbourhood, and whether a captcha came along and
// was right.
func (p *Portal) asker(e *core.RequestEvent) otp.Asker {
	id, answer := e.Request.PostFormValue("captcha_id"), mesa.CleanNumero(e.Request.PostFormValue("captcha"))
	return otp.Asker{Neighbourhood: web.Neighbourhood(e.RealIP()), Human: id != "" && p.Captcha.Check(id, answer)}
}

// wantsCaptcha tells whether a refusal only asks for a captcha.
func wantsCaptcha(err error) bool {
	problem, ok := mesa.AsProblem(err)
	return ok && problem.Campos["captcha"] != ""
}
