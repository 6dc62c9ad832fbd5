package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// retryMail lets staff do one thing to the outbox: put a failed mail back in it.
func (d *Desk) retryMail(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return keepProof(e)
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	rule.Keep(e.Record, before, func(field string) bool { return field == "estado" }, func(field string) { f.Add(field, mesa.TextCorreosFijos) })
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
