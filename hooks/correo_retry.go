package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// retryMail lets staff do one thing to the outbox: put a failed mail back in it.
func (d *Desk) retryMail(e *core.RecordEvent) error {
	if mesa.IsSystem(e.Record) {
		return keepProof(e)
	}
	before, err := stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	keepOthers(e.Record, before, &f, mesa.TextCorreosFijos, func(field string) bool { return field == "estado" })
	if err := f.Err(); err != nil {
		return err
	}
	if before.GetString("estado") != correo.Fallido || e.Record.GetString("estado") != correo.Pendiente {
		return mesa.Refuse(403, "estado", mesa.TextCorreosFijos)
	}
	e.Record.Set("creado_en", d.Now())
	e.Record.Set("proximo_en", d.Now())
	return e.Next()
}
