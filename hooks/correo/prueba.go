package correo

import (
	"context"
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Probar mails a trial to a superuser's own address, at once, and tells what the mail server
// said. One that the server took stands in the outbox as sent.
func (m *Mailer) Probar(app core.App, account *core.Record) error {
	if !account.IsSuperuser() {
		return mesa.Refuse(403, "", mesa.TextSoloAdministrador)
	}
	switch _, err := m.try(app, account.Email(), nil); {
	case errors.Is(err, errNoServer):
		return mesa.Refuse(503, "", mesa.TextPruebaSinServidor)
	case isUnanswered(err):
		return mesa.Refuse(503, "", mesa.TextPruebaIncierta)
	case err != nil:
		return mesa.Refuse(503, "", mesa.TextPruebaFallida(cut(err)))
	}
	return nil
}

// try mails a trial to an address. said is told of each step that went well; where it failed
// is returned. One that the server took stands in the outbox as sent.
func (m *Mailer) try(app core.App, para string, said func(Paso)) (failed string, err error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return "", err
	}
	mail, err := m.Render(mesa.CorreoPrueba, Base(app, entidad))
	if err != nil {
		return "", err
	}
	msg, err := m.message(app, para, mail)
	if err != nil {
		return "", err
	}
	id := newMessageID(app)
	msg.Headers["Message-ID"] = "<" + id + ">"
	way := m.relay(context.Background(), app, nil)
	way.said = said
	if err := sendBy(app, way, msg); err != nil {
		return way.at, err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCorreos)
	if err != nil {
		return "", err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{
		"tipo": string(mesa.CorreoPrueba), "para": para, "estado": string(mesa.CorreoEnviado), "intentos": 1, "mensaje_id": id,
		"creado_en": m.now(), "enviado_en": m.now(), "asunto": mail.Asunto, "texto": mail.Texto, "html": mail.HTML,
	})
	return "", rule.Save(app, row)
}

// Reach goes to the mail server as far as a mail does before it names anybody, and tells in
// which step it ended: nothing is sent.
func (m *Mailer) Reach(ctx context.Context, app core.App) (failed string, err error) {
	way := m.relay(ctx, app, nil)
	if mute(way.smtp) {
		return "", errNoServer
	}
	conn, err := way.dial()
	if err != nil {
		return way.at, way.early(err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c, err := way.greet(conn)
	if err != nil {
		return way.at, way.early(err)
	}
	_ = c.Quit() // nothing hangs on its answer
	return "", nil
}
