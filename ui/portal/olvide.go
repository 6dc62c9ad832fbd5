package portal

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
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

// forgot mails the numbers to the address they were filed with. The page says
// the same whether there are any, and as fast, so it tells nobody who files here.
//
// There is no captcha, which would be a puzzle as the only way (WCAG 2.2, 3.3.8),
// and none is needed: a mail only goes to an address that was proved with a code
// when it filed, never to a stranger's, once in ten minutes at most, and one
// visitor asks as often as the searches allow.
func (p *Portal) forgot(e *core.RequestEvent) error {
	address := mesa.CleanCorreo(e.Request.PostFormValue("correo"))
	if err := p.forgotAllowed(e, address); err != nil {
		view := forgotView{Correo: e.Request.PostFormValue("correo")}
		return p.Screen.Refuse(e, err, forgotPage, forgotTitle, view, "correo")
	}
	if p.reminders.Take(strings.ToLower(address)) == nil { // else it has its mail, and a stranger learns nothing
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
	return nil
}

func (p *Portal) mailNumbers(app core.App, address string) error {
	rows, err := app.FindRecordsByFilter(mesa.ColSolicitudes, "correo:lower = {:c}", "-recibida_en", 50, 0, dbx.Params{"c": strings.ToLower(address)})
	if err != nil || len(rows) == 0 {
		return err
	}
	return p.Correo.Numeros(app, address, rows)
}
