package portal

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const forgotPage, forgotTitle = "portal/olvide", "Olvidé mi número de solicitud"

// forgotView is the form that mails a person's numbers to their own address.
type forgotView struct {
	Correo  string
	Enviado bool
}

func (p *Portal) forgotForm(e *core.RequestEvent) error {
	return p.Screen.Show(e, forgotPage, forgotTitle, forgotView{Correo: e.Request.FormValue("correo")})
}

// forgot mails the numbers to the address that they were filed with. The page and its
// time are the same whether there are numbers or not, so nobody learns who files here.
//
// There is no captcha: as the only way it would be a puzzle (WCAG 2.2, 3.3.8). None is
// needed: a mail goes only to an address that was proved with a code, at most once in ten
// minutes, and each request counts as a search of the visitor.
func (p *Portal) forgot(e *core.RequestEvent) error {
	address := mesa.CleanCorreo(e.Request.PostFormValue("correo"))
	if err := p.forgotAllowed(e, address); err != nil {
		view := forgotView{Correo: e.Request.PostFormValue("correo")}
		return p.Screen.Refuse(e, err, forgotPage, forgotTitle, view, "correo")
	}
	if p.reminders.Take(strings.ToLower(address)) == nil { // else the address has its mail, and the page is the same
		p.later(e.App, func() error { return p.mailNumbers(e.App, address) })
	}
	return p.Screen.Show(e, forgotPage, forgotTitle, forgotView{Correo: address, Enviado: true})
}

func (p *Portal) forgotAllowed(e *core.RequestEvent, address string) error {
	if err := take(p.searches, e); err != nil {
		return err
	}
	if !mesa.ValidCorreo(address) {
		return mesa.Refuse(422, "correo", mesa.TextCorreo)
	}
	return p.canMail(e.App)
}

func (p *Portal) mailNumbers(app core.App, address string) error {
	var rows []*core.Record
	err := app.RecordQuery(mesa.ColSolicitudes).AndWhere(mesa.DeCorreo(address)).OrderBy("recibida_en DESC").Limit(50).All(&rows)
	if err != nil || len(rows) == 0 {
		return err
	}
	return p.Correo.Numeros(app, address, rows)
}
