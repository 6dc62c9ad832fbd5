package portal

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// search is what the two search forms hold.
type search struct {
	Numero, NumeroDocumento string
	CaptchaID               string
	Accion                  string // where the form is sent
}

var searchOrder = []string{"numero", "numero_documento", "captcha"}

func (p *Portal) newSearch(e *core.RequestEvent, action string) search {
	return search{
		Numero: e.Request.FormValue("numero"), NumeroDocumento: e.Request.FormValue("numero_documento"),
		CaptchaID: p.newCaptcha(e), Accion: action,
	}
}

// find looks a filing up by number and document, past the captcha, the limits
// and the locks. A wrong number and a wrong document give one answer.
func (p *Portal) find(e *core.RequestEvent) (*mesa.Solicitud, error) {
	if err := take(p.searches, e); err != nil {
		return nil, err
	}
	typed := e.Request.PostFormValue("numero")
	numero, documento := mesa.CleanFilingNumber(typed), mesa.CleanNumero(e.Request.PostFormValue("numero_documento"))
	var f mesa.Fallas
	if numero == "" {
		f.Add("numero", mesa.TextNumero)
	}
	if documento == "" || mesa.TooLong(documento, 12) {
		f.Add("numero_documento", mesa.TextDocumento)
	}
	if !p.Captcha.Check(e.Request.PostFormValue("captcha_id"), mesa.CleanNumero(e.Request.PostFormValue("captcha"))) {
		f.Add("captcha", mesa.TextCaptcha)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	keys := []string{"n:" + numero, "d:" + documento}
	if err := p.locks.Check(keys...); err != nil {
		return nil, err
	}
	r, err := e.App.FindFirstRecordByFilter(mesa.ColSolicitudes, "numero = {:n} && numero_documento = {:d}",
		dbx.Params{"n": numero, "d": documento})
	if err != nil {
		p.locks.Miss(keys...)
		return nil, mesa.Refuse(422, "", mesa.TextNoEncontrada)
	}
	p.locks.Hit(keys...)
	return mesa.AsSolicitud(r), nil
}

// otherCaptcha tells whether the person only asked for another picture.
func otherCaptcha(e *core.RequestEvent) bool { return e.Request.PostFormValue("otro_captcha") == "1" }

// dateOrNil lets a template ask whether there is a date.
func dateOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
