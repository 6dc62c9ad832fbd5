package bandeja

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// cookieName is the session's cookie. Over HTTPS its prefix makes the browser refuse one
// that another host of the domain set.
func cookieName(e *core.RequestEvent) string {
	if web.IsHTTPS(e) {
		return "__Host-bandeja"
	}
	return "bandeja"
}

func secretOf(e *core.RequestEvent) string { return web.Secret(e.Request, cookieName(e)) }

// guard lets in who has a session. A page that was asked for without one comes after the
// sign-in; after a form the page that has it, where the browser kept what was typed.
func (b *Bandeja) guard(e *core.RequestEvent) error {
	secret := secretOf(e)
	byItself := e.Request.URL.Path == countsPath
	account := b.Sesion.Account(e.App, secret, byItself)
	if account == nil {
		ask := url.Values{"volver": {e.Request.URL.RequestURI()}}
		if e.Request.Method != http.MethodGet {
			ask = url.Values{"volver": {pageOfForm(e.Request.URL.Path)}, "vencio": {"1"}}
		}
		to := "/bandeja/ingresar?" + ask.Encode()
		if e.Request.Header.Get("HX-Request") != "" {
			e.Response.Header().Set("HX-Redirect", to)
			return e.NoContent(http.StatusNoContent)
		}
		return e.Redirect(http.StatusSeeOther, to)
	}
	e.Auth = account
	if e.Request.Method == http.MethodGet && !byItself {
		web.GiveSecret(e, cookieName(e), secret, mesa.VidaSesion) // slides with the use
	}
	return e.Next()
}

// pageOfForm is the page with the form that is sent to an address: a filing with its act
// open, another section, or the list.
func pageOfForm(path string) string {
	section, act, _ := strings.Cut(strings.TrimPrefix(path, "/bandeja/"), "/")
	switch {
	case mesa.CleanFilingNumber(section) != "" && act != "":
		return path // its GET opens the form
	case section == "lote" || section == "vistas" || section == "salir":
		return "/bandeja"
	}
	return "/bandeja/" + section
}

// newVisitor gives the browser a fresh secret: one it had before may be somebody else's.
func newVisitor(e *core.RequestEvent) mesa.Visitante {
	secret, _ := web.NewSecret()
	return mesa.Visitante{
		Secreto: secret, IP: e.RealIP(), Navegador: e.Request.UserAgent(), Vecindario: web.Neighbourhood(e.RealIP()),
	}
}

const signInPage, signInTitle = "bandeja/ingresar", "Ingresar a la bandeja"

// signInView is the sign-in form.
type signInView struct {
	Correo, Volver string
	Plain          bool // the connection is not encrypted
	Vencio         bool // a form came without a session
}

func (b *Bandeja) signInForm(e *core.RequestEvent) error {
	if b.Sesion.Account(e.App, secretOf(e), false) != nil {
		return e.Redirect(http.StatusSeeOther, "/bandeja")
	}
	v := newSignIn(e, e.Request.URL.Query().Get("volver"))
	v.Vencio = e.Request.URL.Query().Get("vencio") != ""
	return b.Screen.Show(e, signInPage, signInTitle, v)
}

func newSignIn(e *core.RequestEvent, volver string) *signInView {
	return &signInView{Correo: e.Request.FormValue("correo"), Volver: back(volver), Plain: !web.IsHTTPS(e) && !e.App.IsDev()}
}

// back is an address of the inbox to return to, and never another site's.
func back(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Path != path.Clean(u.Path) || strings.ContainsAny(to, "\\\r\n") ||
		u.Path != "/bandeja" && !strings.HasPrefix(u.Path, "/bandeja/") {
		return "/bandeja"
	}
	return to
}

func (b *Bandeja) signIn(e *core.RequestEvent) error {
	v := newVisitor(e)
	volver := back(e.Request.FormValue("volver"))
	pending, err := b.Sesion.Enter(e.App, e.Request.FormValue("correo"), e.Request.FormValue("clave"), v)
	if err != nil {
		return b.Screen.Refuse(e, err, signInPage, signInTitle, newSignIn(e, volver), "correo", "clave")
	}
	web.GiveSecret(e, cookieName(e), v.Secreto, mesa.VidaSesion)
	if pending {
		return e.Redirect(http.StatusSeeOther, "/bandeja/codigo?"+url.Values{"volver": {volver}}.Encode())
	}
	return e.Redirect(http.StatusSeeOther, volver)
}

const codePage, codeTitle = "bandeja/codigo", "Código de ingreso"

func (b *Bandeja) codeForm(e *core.RequestEvent) error {
	if !b.Sesion.Pending(e.App, secretOf(e)) {
		return e.Redirect(http.StatusSeeOther, "/bandeja/ingresar")
	}
	return b.Screen.Show(e, codePage, codeTitle, newSignIn(e, e.Request.URL.Query().Get("volver")))
}

func (b *Bandeja) confirmCode(e *core.RequestEvent) error {
	volver := back(e.Request.FormValue("volver"))
	if err := b.Sesion.Confirm(e.App, secretOf(e), e.Request.FormValue("codigo")); err != nil {
		return b.Screen.Refuse(e, err, codePage, codeTitle, newSignIn(e, volver), "codigo")
	}
	return e.Redirect(http.StatusSeeOther, volver)
}

func (b *Bandeja) signOut(e *core.RequestEvent) error {
	if err := b.Sesion.Close(e.App, secretOf(e)); err != nil {
		return err
	}
	e.SetCookie(&http.Cookie{Name: cookieName(e), Path: "/", MaxAge: -1, HttpOnly: true, Secure: web.IsHTTPS(e)})
	return e.Redirect(http.StatusSeeOther, "/bandeja/ingresar")
}

// handOver gives a superuser who is signed in to the dashboard a session of the inbox. The
// dashboard's token stands in the header, where another site's form can't put it.
func (b *Bandeja) handOver(e *core.RequestEvent) error {
	if e.Auth == nil {
		return e.UnauthorizedError(mesa.TextSoloPersonal, nil)
	}
	v := newVisitor(e)
	if err := b.Sesion.Hand(e.App, e.Auth, v); err != nil {
		return err
	}
	web.GiveSecret(e, cookieName(e), v.Secreto, mesa.VidaSesion)
	return e.NoContent(http.StatusNoContent)
}
