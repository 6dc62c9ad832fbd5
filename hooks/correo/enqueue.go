package correo

import (
	"cmp"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// Mail is one notice to queue. Ids may be empty.
type Mail struct {
	Tipo       mesa.TipoCorreo
	Para       string
	Solicitud  string
	Movimiento string
	Adjunto    string // a documento
	Clave      string // a mail with the key of an earlier one is not written again
	Data       map[string]any
}

// Enqueue writes a mail to the outbox. Call it with the transaction of the
// change, so that both are stored or neither. Who gave no address gets no mail: a notice is
// written as one that did not leave, so that staff notify it on paper.
func (m *Mailer) Enqueue(tx core.App, mail Mail) error {
	if mail.Para == "" && !mail.Tipo.NeedsAcuse() {
		return nil
	}
	c, err := tx.FindCachedCollectionByNameOrId(mesa.ColCorreos)
	if err != nil {
		return err
	}
	if written, err := hasKey(tx, mail.Clave); err != nil || written {
		return err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{
		"tipo": string(mail.Tipo), "para": mail.Para, "estado": string(mesa.CorreoPendiente), "solicitud": mail.Solicitud,
		"movimiento": mail.Movimiento, "adjunto": mail.Adjunto, "clave": mail.Clave,
		"creado_en": m.now(), "proximo_en": m.now(), "mensaje_id": newMessageID(tx),
	})
	if mail.Para == "" {
		row.Load(map[string]any{"estado": string(mesa.CorreoFallido), "proximo_en": "", "error": mesa.TextSinDireccion})
	}
	if err := m.Fill(row, mail.Data); err != nil {
		return err
	}
	return rule.Save(tx, row)
}

// hasKey tells whether a mail with that key was ever written. The query repeats
// the condition of the index, without which SQLite doesn't use it.
func hasKey(tx core.App, clave string) (bool, error) {
	if clave == "" {
		return false, nil
	}
	n, err := tx.CountRecords(mesa.ColCorreos, dbx.HashExp{"clave": clave}, dbx.NewExp("clave != ''"))
	return n > 0, err
}

// Fill renders a queued mail into its record, with its acknowledgement link.
func (m *Mailer) Fill(row *core.Record, data map[string]any) error {
	giveToken(row, data)
	r, err := m.Render(mesa.AsCorreo(row).Tipo(), data)
	if err != nil {
		return err
	}
	row.Set("asunto", r.Asunto)
	row.Set("texto", r.Texto)
	row.Set("html", r.HTML)
	return nil
}

// newMessageID names a mail for ever, whatever tries it takes (RFC 5322, 3.6.4), so
// that a second copy is recognised.
func newMessageID(app core.App) string {
	_, domain, _ := strings.Cut(app.Settings().Meta.SenderAddress, "@")
	return security.RandomString(32) + "@" + cmp.Or(domain, "mesadepartes.invalid")
}
