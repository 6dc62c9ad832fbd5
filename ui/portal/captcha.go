package portal

import (
	"strings"

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
		if wav, ok := p.Captcha.Audio(id); ok {
			return e.Blob(200, "audio/wav", wav)
		}
	}
	return e.NotFoundError("", nil)
}
