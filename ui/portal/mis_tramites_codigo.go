package portal

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const enterPage, enterTitle = "portal/mis_tramites_ingresar", "Mis trámites"

// enterView asks for an address, and then for the code that went to it.
type enterView struct {
	Correo, Codigo string
	Pedido         bool   // a code was asked for
	Aviso          string // why the person is here again
	CaptchaID      string // asked for before a code, when the address was sent many
}

// Field is an input of the form.
func (v enterView) Field(name string) web.Field {
	c := campos[name]
	switch name {
	case "correo":
		c.Valor, c.Obligatorio = v.Correo, true
		c.Ayuda = "El correo con el que presentó sus solicitudes. Le enviaremos un código."
	case "codigo":
		c.Valor = v.Codigo
	}
	return c
}

// askDeskCode mails a code to the address that was typed, whatever was filed from it: the
// answer and the work are the same for an address with filings and for one without, and the
// code alone opens what there is.
func (p *Portal) askDeskCode(e *core.RequestEvent) error {
	v := enterView{Correo: mesa.CleanCorreo(e.Request.PostFormValue("correo"))}
	purpose := deskPurpose(visitor(e))
	err := p.deskCodeAllowed(e, v.Correo)
	if err == nil {
		err = p.Codes.Send(e.App, v.Correo, purpose, p.asker(e))
	}
	v.Pedido = p.Codes.Asked(e.App, v.Correo, purpose) // an earlier code still serves
	if err != nil {
		if !v.Pedido { // the page has no field of a code yet
			err = mesa.Rename(err, func(campo string) string { return strings.Replace(campo, "codigo", "correo", 1) })
		}
		v.CaptchaID = p.captchaFor(e, err)
		return p.Screen.Refuse(e, err, enterPage, enterTitle, v, "correo", "codigo", "captcha")
	}
	return p.Screen.Show(e, enterPage, enterTitle, v)
}

func (p *Portal) deskCodeAllowed(e *core.RequestEvent, correo string) error {
	if err := take(p.codes, e); err != nil {
		return err
	}
	if !mesa.ValidCorreo(correo) {
		return mesa.Refuse(422, "correo", mesa.TextCorreo)
	}
	return p.canMail(e.App)
}

// enterDesk opens the desk of an address to the browser that gives its code.
func (p *Portal) enterDesk(e *core.RequestEvent) error {
	v := enterView{
		Correo: mesa.CleanCorreo(e.Request.PostFormValue("correo")), Codigo: e.Request.PostFormValue("codigo"), Pedido: true,
	}
	err := take(p.searches, e)
	if err == nil && !mesa.ValidCorreo(v.Correo) {
		v.Pedido = false
		err = mesa.Refuse(422, "correo", mesa.TextCorreo)
	}
	if err != nil {
		return p.Screen.Refuse(e, err, enterPage, enterTitle, v, "correo", "codigo")
	}
	proof, err := p.Codes.Prove(e.App, v.Correo, deskPurpose(web.Secret(e.Request, visitCookie)), v.Codigo)
	if err != nil {
		return p.Screen.Refuse(e, err, enterPage, enterTitle, v, "correo", "codigo")
	}
	p.beginDesk(e, proof)
	return e.Redirect(303, deskPath)
}

// leaveDesk ends the session of this browser.
func (p *Portal) leaveDesk(e *core.RequestEvent) error {
	p.leave(e)
	web.GiveSecret(e, deskCookie, "", -1)
	return e.Redirect(303, "/")
}

func (p *Portal) leave(e *core.RequestEvent) {
	if secret := web.Secret(e.Request, deskCookie); secret != "" {
		p.sessions.End(web.HashSecret(secret))
	}
}
