package borrador

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// moveAddress gives a draft another address, proved from the start, when the record carries
// a code's proof of the old one and of the new one. Nothing else of the draft changes: the
// browsers that hold it go on with it.
func (r *Room) moveAddress(e *core.RecordEvent, nuevo string) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	draft := mesa.AsBorrador(before)
	proved := draft.Validado() && r.Codes.ProvedBoth(e.Record, draft.GetString("correo"), nuevo)
	if draft.Presencial() || draft.Enviado() || !mesa.ValidCorreo(nuevo) || !proved {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	rule.TakeStored(e.Record, before)
	e.Record.Set("correo", nuevo)
	e.Record.Set("correo_validado", nuevo)
	return e.Next()
}
