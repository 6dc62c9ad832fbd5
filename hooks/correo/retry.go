package correo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// retry lets staff do one thing to the outbox: put a failed or uncertain mail
// back in it.
func (m *Mailer) retry(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return keepProof(e)
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	editable := func(field string) bool { return field == "estado" }
	rule.Keep(e.Record, before, editable, func(field string) { f.Add(field, mesa.TextCorreosFijos) })
	if err := f.Err(); err != nil {
		return err
	}
	was := mesa.AsCorreo(before).Estado()
	if was != mesa.CorreoFallido && was != mesa.CorreoIncierto || mesa.AsCorreo(e.Record).Estado() != mesa.CorreoPendiente {
		return mesa.Refuse(403, "estado", mesa.TextCorreosFijos)
	}
	e.Record.Set("creado_en", m.now())
	e.Record.Set("proximo_en", m.now())
	e.Record.Set("incierto_en", "")
	return e.Next()
}

// keepProof keeps what was confirmed or notified meanwhile: a mail is saved whole
// after minutes with a slow mail server, long after the citizen may have read it. What
// is known to have arrived stays sent, and what went on paper stays given up.
func keepProof(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	kept := []string{"acuse_en", "acuse_ip", "cedula_desde", "cedula_en"}
	was := mesa.AsCorreo(before)
	if was.Estado() == mesa.CorreoEnviado || !was.CedulaEn().IsZero() && mesa.AsCorreo(e.Record).Estado() != mesa.CorreoEnviado {
		kept = append(kept, "estado", "enviado_en", "proximo_en", "error")
	}
	for _, field := range kept {
		if before.GetString(field) != "" {
			e.Record.SetRaw(field, before.GetRaw(field))
		}
	}
	return e.Next()
}
