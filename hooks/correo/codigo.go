package correo

import (
	"context"
	"errors"
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

// codesInFlight bounds the connections of codes, which wait for no mail of the outbox.
const codesInFlight = 16

// sendNow sends a mail that nobody keeps. One without an answer may have arrived: that
// is no error.
func (m *Mailer) sendNow(app core.App, para string, r Texts) error {
	msg, err := m.message(app, para, r)
	if err != nil {
		return err
	}
	msg.Headers["Message-ID"] = "<" + newMessageID(app) + ">"
	ctx, cancel := context.WithTimeout(context.Background(), m.ConnectTime)
	defer cancel()
	select {
	case m.codes <- struct{}{}:
		defer func() { <-m.codes }()
	case <-ctx.Done():
		return errSilent
	}
	err = m.send(context.Background(), app, msg, nil)
	switch {
	case errors.Is(err, errNoServer):
		return mesa.Refuse(503, "codigo", mesa.TextSinCorreo)
	case isUnanswered(err):
		app.Logger().Warn("no answer to a code", "error", err)
		return nil
	}
	return err
}
