package borrador

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// formerSecrets is how many browsers that lost a draft are remembered, so that each of them
// is told where it went.
const formerSecrets = 5

// moveDraft lets another browser go on with a draft. The record carries the proof of the
// address that the draft was validated with; nothing else of the draft changes.
func (r *Room) moveDraft(e *core.RecordEvent, secreto string) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	draft := mesa.AsBorrador(before)
	if draft.Presencial() || !draft.Validado() || !r.Codes.Proved(e.Record, draft.GetString("correo")) {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	if err := draft.Open(r.Now()); err != nil {
		return err
	}
	if err := takeStored(e); err != nil {
		return err
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	former := append([]string{before.GetString("secreto")}, strings.Fields(before.GetString("secretos_previos"))...)
	e.Record.Set("secretos_previos", strings.Join(former[:min(len(former), formerSecrets)], " "))
	e.Record.Set("secreto", secreto)
	r.extend(mesa.AsBorrador(e.Record), entidad)
	return e.Next()
}
