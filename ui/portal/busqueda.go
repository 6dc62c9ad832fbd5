package portal

import (
	"database/sql"
	"errors"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// search is what the two search forms hold.
type search struct {
	Numero, NumeroDocumento string
	CaptchaID               string
	Accion                  string // where the form is sent
}

// searchPage is one of the two pages with a search form.
type searchPage struct{ action, page, title string }

var (
	tracking   = searchPage{"/seguimiento", trackPage, trackTitle}
	correcting = searchPage{"/subsanar", correctPage, correctTitle}
)

func (p *Portal) refuseSearch(e *core.RequestEvent, at searchPage, err error) error {
	return p.Screen.Refuse(e, err, at.page, at.title, p.newSearch(e, at.action), searchOrder...)
}

var searchOrder = []string{"numero", "numero_documento", "captcha"}

func (p *Portal) newSearch(e *core.RequestEvent, action string) search {
	return search{
		Numero: e.Request.FormValue("numero"), NumeroDocumento: e.Request.FormValue("numero_documento"),
		CaptchaID: p.newCaptcha(e), Accion: action,
	}
}

// find looks a filing up by number and document, after the captcha, the limits and the
// locks. A wrong number and a wrong document get the same answer, so that nobody learns
// which numbers exist.
func (p *Portal) find(e *core.RequestEvent) (*mesa.Solicitud, error) {
	if err := take(p.searches, e); err != nil {
		return nil, err
	}
	w, f := readPair(e)
	if !p.Captcha.Check(e.Request.PostFormValue("captcha_id"), mesa.CleanNumero(e.Request.PostFormValue("captcha"))) {
		f.Add("captcha", mesa.TextCaptcha)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	locks := p.locksOf(w, web.Neighbourhood(e.RealIP()))
	if err := locks.check(); err != nil {
		return nil, err
	}
	s, err := w.filing(e.App)
	if errors.Is(err, sql.ErrNoRows) {
		locks.miss()
		return nil, mesa.Refuse(422, "", mesa.TextNoEncontrada)
	}
	if err != nil {
		return nil, err
	}
	locks.hit()
	return s, nil
}

// pair is what a filing is searched by, cleaned.
type pair struct{ Numero, Documento string }

// readPair reads the pair of a search form, with what is wrong about it.
func readPair(e *core.RequestEvent) (pair, mesa.Fallas) {
	w := pair{mesa.CleanFilingNumber(e.Request.PostFormValue("numero")), mesa.CleanNumero(e.Request.PostFormValue("numero_documento"))}
	var f mesa.Fallas
	if w.Numero == "" {
		f.Add("numero", mesa.TextNumero)
	}
	if w.Documento == "" || mesa.TooLong(w.Documento, 12) {
		f.Add("numero_documento", mesa.TextDocumento)
	}
	return w, f
}

// pairLocks count what somebody misses with a pair: what others miss never stops a person.
type pairLocks struct {
	locks *web.Locks
	guess string   // the pair
	keys  []string // its number, and its document
}

// locksOf are the locks of a pair for who comes from somewhere: a neighbourhood, or an address
// in it.
func (p *Portal) locksOf(w pair, from string) pairLocks {
	return pairLocks{p.locks, from + " p:" + w.Numero + " " + w.Documento, []string{from + " n:" + w.Numero, from + " d:" + w.Documento}}
}

func (l pairLocks) check() error { return l.locks.Check(append(l.keys, l.guess)...) }
func (l pairLocks) miss()        { l.locks.Miss(l.guess, l.keys...) }
func (l pairLocks) hit()         { l.locks.Hit(l.keys...) }

func (w pair) filing(app core.App) (*mesa.Solicitud, error) {
	r, err := app.FindFirstRecordByFilter(mesa.ColSolicitudes, "numero = {:n} && numero_documento = {:d}",
		dbx.Params{"n": w.Numero, "d": w.Documento})
	if err != nil {
		return nil, err
	}
	return mesa.AsSolicitud(r), nil
}

// otherCaptcha tells whether the person only asked for another picture.
func otherCaptcha(e *core.RequestEvent) bool { return e.Request.PostFormValue("otro_captcha") == "1" }

// dateOrNil is nil for a zero date, which a template can tell with {{if}}.
func dateOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
