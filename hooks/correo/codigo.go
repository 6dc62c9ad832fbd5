package correo

import (
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// codeMail names the template of a mail that never waits in the outbox.
const codeMail mesa.TipoCorreo = "codigo"

// Codigo mails a validation code at once, without the outbox: the person is
// waiting for it, and an old code is worth nothing. life is how long the code is
// good for. A development server prints the code too.
func (m *Mailer) Codigo(app core.App, para, codigo string, life time.Duration) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	data := Base(app, entidad)
	data["Codigo"], data["Minutos"] = codigo, int(life.Minutes())
	mail, err := m.Render(codeMail, data)
	if err != nil {
		return err
	}
	if err := m.sendNow(app, para, mail); err != nil {
		return err
	}
	if app.IsDev() {
		fmt.Fprintf(m.out, "[dev] codigo %s %s\n", para, codigo)
	}
	return nil
}

func (m *Mailer) sendNow(app core.App, para string, r Rendered) error {
	return m.within(app, m.message(app, para, r))
}
