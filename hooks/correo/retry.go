package correo

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// retry lets staff do one thing to the outbox: put a failed or uncertain mail
// back in it. One that waits already goes on waiting, so that a second click does no harm.
func (m *Mailer) retry(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return keepProof(e)
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	was := mesa.AsCorreo(before)
	if err := mayRetry(e.App, mesa.ActorOf(e.Record), was); err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	editable := func(field string) bool { return field == "estado" }
	rule.Keep(e.Record, before, editable, func(field string) { f.Add(field, mesa.TextCorreosFijos) })
	if err := f.Err(); err != nil {
		return err
	}
	switch {
	case mesa.AsCorreo(e.Record).Estado() != mesa.CorreoPendiente:
		return mesa.Refuse(403, "estado", mesa.TextCorreosFijos)
	case was.Estado() == mesa.CorreoEnviado:
		return mesa.Refuse(409, "estado", mesa.TextCorreoYaSalio)
	case !was.CedulaEn().IsZero():
		return mesa.Refuse(409, "estado", mesa.TextCorreoConCedula)
	case was.Estado() == mesa.CorreoPendiente:
		return e.Next()
	}
	if before.GetString("para") == "" {
		return mesa.Refuse(409, "estado", mesa.TextSinDireccion)
	}
	e.Record.Set("creado_en", m.now())
	e.Record.Set("proximo_en", m.now())
	e.Record.Set("incierto_en", "")
	return e.Next()
}

// mayRetry refuses an account whose role does not send mails again. An area does it for
// the filings that it holds, an administrator for all.
func mayRetry(app core.App, who mesa.Actor, c *mesa.Correo) error {
	switch who.Rol {
	case "", mesa.RolMesa:
		return nil
	case mesa.RolArea:
		s, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
		if err == nil && who.Area != "" && s.GetString("area") == who.Area {
			return nil
		}
	}
	return mesa.Refuse(403, "", mesa.TextCorreoAjeno)
}

// retried sends what staff put back as soon as it is stored.
func (m *Mailer) retried(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) || mesa.AsCorreo(e.Record).Estado() != mesa.CorreoPendiente {
		return e.Next()
	}
	return m.committed(e)
}

// hideTexts keeps from the accounts of the staff what a mail says: its link confirms the
// notice in the citizen's name.
func hideTexts(e *core.RecordEnrichEvent) error {
	if e.RequestInfo == nil || e.RequestInfo.Auth == nil || !e.RequestInfo.Auth.IsSuperuser() {
		e.Record.Hide("texto", "html")
	}
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
	now := mesa.AsCorreo(e.Record).Estado()
	if now != mesa.CorreoEnviado && now != mesa.CorreoIncierto && e.Record.GetRaw(readdressed) == nil {
		kept = append(kept, "para") // the person may have changed it while the mail was tried
	}
	for _, field := range kept {
		if before.GetString(field) != "" {
			e.Record.SetRaw(field, before.GetRaw(field))
		}
	}
	return e.Next()
}
