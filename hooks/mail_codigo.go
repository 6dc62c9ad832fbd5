package hooks

import (
	"fmt"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

// deliverCode mails a validation code; a development server prints it too.
func (d *Desk) deliverCode(app core.App, para, codigo string) error {
	data, err := correo.Base(app)
	if err != nil {
		return err
	}
	data["Codigo"], data["Minutos"] = codigo, int(otp.Life.Minutes())
	mail, err := d.Mailer.Render("codigo", data)
	if err != nil {
		return err
	}
	if err := d.Mailer.Code(app, para, mail); err != nil {
		return err
	}
	if app.IsDev() {
		fmt.Fprintf(d.out, "[dev] codigo %s %s\n", para, codigo)
	}
	return nil
}
