package solicitud

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// beforeProrrogado extends the term to answer, once, before it ends and only where a norm
// allows it (art. 136.1 of Ley 27444).
func (r *Room) beforeProrrogado(m *Move) error {
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	if err := m.extensible(tramite); err != nil {
		return err
	}
	var f mesa.Fallas
	m.needs(&f, map[string]string{"motivo": mesa.TextFaltaMotivo})
	last := m.day("vence_nuevo")
	switch {
	case last.IsZero():
		f.Add("vence_nuevo", mesa.TextFaltaVenceNuevo)
	case !last.After(m.s.VenceLegal()):
		f.Add("vence_nuevo", mesa.TextVenceNuevoAntes(mesa.InLima(m.s.VenceLegal())))
	case last.After(m.longestExtension()):
		f.Add("vence_nuevo", mesa.TextVenceNuevoLejos(mesa.InLima(m.longestExtension())))
	case !m.clock.EndsTerm(last):
		f.Add("vence_nuevo", mesa.TextVenceNuevoInutil)
	}
	if err := f.Err(); err != nil {
		return err
	}
	m.keepOnly("motivo", "vence_nuevo", "instrucciones")
	m.sayMotivo()
	m.was = tramite
	m.clock.Extend(m.s, last)
	m.s.Set("prorrogada", true)
	return nil
}

// longestExtension is the last day that an extension may give, a year after the term that
// it extends: no norm names more, and a year typed wrong would take the answer away.
func (m *Move) longestExtension() time.Time {
	return plazos.Date(m.s.VenceLegal().In(plazos.Lima).AddDate(1, 0, 0))
}

// extensible refuses an extension that the law does not allow now.
func (m *Move) extensible(tramite *core.Record) error {
	last := m.s.VenceLegal()
	switch {
	case tramite.GetString("prorroga_base") == "":
		return mesa.Refuse(409, "etapa", mesa.TextSinProrroga)
	case m.s.GetBool("prorrogada"):
		return mesa.Refuse(409, "etapa", mesa.TextYaProrrogada)
	case last.IsZero():
		return mesa.Refuse(409, "etapa", mesa.TextSinPlazo)
	case plazos.Expired(last, m.clock.Now):
		return mesa.Refuse(409, "etapa", mesa.TextProrrogaVencida(mesa.InLima(last)))
	case !mesa.AccesoInformacion(tramite):
		return nil
	}
	tell, err := m.clock.AccessUntil(m.s)
	if err == nil && plazos.Expired(tell, m.clock.Now) {
		err = mesa.Refuse(409, "etapa", mesa.TextProrrogaTarde(mesa.InLima(tell)))
	}
	return err
}

// tellProrrogado mails the new last day, why, and the norm that allows it.
func (r *Room) tellProrrogado(m *Move) error {
	return r.Mailer.Prorroga(m.tx, m.aviso(), m.was.GetString("prorroga_base"))
}
