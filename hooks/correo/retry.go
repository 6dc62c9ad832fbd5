package correo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// retry lets staff do one thing to the outbox: put a failed mail back in it.
func (m *Mailer) retry(e *core.RecordEvent) error {
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
	if mesa.AsCorreo(before).Estado() != mesa.CorreoFallido || mesa.AsCorreo(e.Record).Estado() != mesa.CorreoPendiente {
		return mesa.Refuse(403, "estado", mesa.TextCorreosFijos)
	}
	e.Record.Set("creado_en", m.now())
	e.Record.Set("proximo_en", m.now())
	return e.Next()
}

// keepProof keeps what was confirmed or notified meanwhile: a mail is saved whole
// after minutes with a slow mail server, long after the citizen may have read it.
func keepProof(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	for _, field := range []string{"acuse_en", "acuse_ip", "cedula_desde", "cedula_en"} {
		if before.GetString(field) != "" {
			e.Record.SetRaw(field, before.GetRaw(field))
		}
	}
	return e.Next()
}
