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
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	mail, err := m.Render(mesa.CorreoPrueba, Base(app, entidad))
	if err != nil {
		return err
	}
	msg, err := m.message(app, account.Email(), mail)
	if err != nil {
		return err
	}
	id := newMessageID(app)
	msg.Headers["Message-ID"] = "<" + id + ">"
	switch err := m.send(context.Background(), app, msg, nil); {
	case errors.Is(err, errNoServer):
		return mesa.Refuse(503, "", mesa.TextPruebaSinServidor)
	case isUnanswered(err):
		return mesa.Refuse(503, "", mesa.TextPruebaIncierta)
	case err != nil:
		return mesa.Refuse(503, "", mesa.TextPruebaFallida(cut(err)))
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCorreos)
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{
		"tipo": string(mesa.CorreoPrueba), "para": account.Email(), "estado": string(mesa.CorreoEnviado), "intentos": 1, "mensaje_id": id,
		"creado_en": m.now(), "enviado_en": m.now(), "asunto": mail.Asunto, "texto": mail.Texto, "html": mail.HTML,
	})
	return rule.Save(app, row)
}
