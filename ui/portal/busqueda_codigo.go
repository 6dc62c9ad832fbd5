package portal

import (
	"database/sql"
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const searchCodePage, searchCodeTitle = "portal/busqueda_codigo", "Escriba el código de su correo"

// searchCodeView asks for the code that was mailed instead of a captcha.
type searchCodeView struct {
	pair
	Accion, Codigo string
	CaptchaID      string // asked for first, when too many codes were asked for the pair
}

// askSearchCode mails a code to the address of a filing, for people who can't use the
// captcha (WCAG 2.2, 3.3.8). The answer, its limits and its time are the same whether
// there is such a filing or not. So the visible limit counts the pair that was typed,
// and a mail that the limit of the address holds back is not mentioned.
func (p *Portal) askSearchCode(at searchPage) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		w, err := p.searchable(e)
		if err == nil {
			err = p.canMail(e.App)
		}
		if err == nil {
			err = take(p.codes, e)
		}
		if err != nil {
			return p.refuseSearch(e, at, err)
		}
		v := searchCodeView{pair: w, Accion: at.action}
		purpose := w.purpose(visitor(e), at)
		from := p.asker(e)
		if err := p.takePair(w, purpose, from); err != nil {
			v.CaptchaID = p.captchaFor(e, err)
			return p.Screen.Refuse(e, err, searchCodePage, searchCodeTitle, v, "codigo", "captcha")
		}
		from.Human = true // takePair asked for the captcha, whether there is such a filing or not
		p.later(e.App, func() error { return p.mailSearchCode(e.App, w, purpose, from) })
		return p.Screen.Show(e, searchCodePage, searchCodeTitle, v)
	}
}

// searchable reads the pair of a search by code, within the limit of searches. The
// locks of find don't count here: what they close offers this way. Guessing is bounded
// by the code, which takes five tries, and by the limits of takePair.
func (p *Portal) searchable(e *core.RequestEvent) (pair, error) {
	if err := take(p.searches, e); err != nil {
		return pair{}, err
	}
	w, f := readPair(e)
	return w, f.Err()
}

// takePair counts a code for a pair with the limits that otp.Send has for an address,
// which may not show here: by browser one a minute, six an hour; from one neighbourhood
// twelve an hour; past thirty an hour a captcha comes first.
func (p *Portal) takePair(w pair, purpose string, from otp.Asker) error {
	key := w.Numero + " " + w.Documento
	if p.pairEver.Take(key) != nil && !from.Human {
		return mesa.Refuse(422, "captcha", mesa.TextCodigoCaptcha)
	}
	err := p.pairMinute.Take(purpose)
	if err == nil {
		err = p.pairHour.Take(purpose)
	}
	if err == nil {
		err = p.pairAround.Take(from.Neighbourhood + " " + key)
	}
	var many mesa.TooMany
	if errors.As(err, &many) {
		many.Texto = mesa.TextCodigoPedido(many.Wait)
		return many
	}
	return err
}

func (p *Portal) mailSearchCode(app core.App, w pair, purpose string, from otp.Asker) error {
	s, err := w.filing(app)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // no filing has this pair: the page said "si los datos coinciden"
	}
	if err != nil {
		return err
	}
	if s.GetString("correo") == "" {
		return nil // filed at the counter without one: no code can prove who asks
	}
	err = p.Codes.Send(app, s.GetString("correo"), purpose, from)
	var many mesa.TooMany
	if errors.As(err, &many) {
		return nil // the neighbourhood asked for too many codes of the address
	}
	return err
}

// proveSearch checks the code of a search. A filing that does not exist, a code that was
// never asked for and a wrong code get the same answer.
func (p *Portal) proveSearch(e *core.RequestEvent, at searchPage, w pair) (s *mesa.Solicitud, proof otp.Proof, err error) {
	correo := ""
	s, err = w.filing(e.App)
	if err == nil {
		correo = s.GetString("correo")
	} else if !errors.Is(err, sql.ErrNoRows) {
		return nil, proof, err
	}
	purpose := w.purpose(web.Secret(e.Request, visitCookie), at)
	proof, err = p.Codes.Prove(e.App, correo, purpose, e.Request.PostFormValue("codigo"))
	return s, proof, err
}

// searchByCode proves a search, or shows the form again; s is nil when it has answered.
func (p *Portal) searchByCode(e *core.RequestEvent, at searchPage) (s *mesa.Solicitud, proof otp.Proof, answer error) {
	w, err := p.searchable(e)
	if err != nil {
		return nil, proof, p.refuseSearch(e, at, err)
	}
	if s, proof, err = p.proveSearch(e, at, w); err != nil {
		v := searchCodeView{pair: w, Accion: at.action, Codigo: e.Request.PostFormValue("codigo")}
		return nil, proof, p.Screen.Refuse(e, err, searchCodePage, searchCodeTitle, v, "codigo")
	}
	return s, proof, nil
}
