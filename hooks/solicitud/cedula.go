package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
)

// beforeCedula records that staff notified on paper what nobody confirmed, or what
// the mail server refused (arts. 20.1.1 and 20.4 of Ley 27444). It moves nothing:
// one cédula settles every open notice of the filing. Another one, after a failed
// delivery, only adds its line.
func (r *Room) beforeCedula(m *Move) error {
	if m.mov.GetString("observaciones") == "" {
		return mesa.Refuse(422, "observaciones", mesa.TextFaltaCedula)
	}
	notices, err := m.tx.FindAllRecords(mesa.ColCorreos, dbx.HashExp{"solicitud": m.s.Id},
		dbx.NewExp("(acuse != '' OR estado = 'fallido')"))
	if err != nil {
		return err
	}
	if len(notices) == 0 {
		return mesa.Refuse(409, "etapa", mesa.TextCedulaSinAviso)
	}
	for _, notice := range notices {
		c := mesa.AsCorreo(notice)
		if c.Settled() {
			continue
		}
		c.Set("cedula_en", m.clock.Now)
		if c.Estado() != mesa.CorreoEnviado { // paper took its place
			c.SetEstado(mesa.CorreoFallido)
			c.Set("error", mesa.TextFuePorCedula)
		}
		if err := rule.Save(m.tx, notice); err != nil {
			return err
		}
	}
	m.mov.Set("destino", "CIUDADANO")
	m.keepOnly("instrucciones", "cedula_numero", "entregada_el")
	return afterCedula(m)
}

// afterCedula starts the term of an observation whose mail never left, on the day
// the cédula is recorded, and takes the alert of a closed filing away.
func afterCedula(m *Move) error {
	if !m.s.Estado().Pending() || !m.s.VenceSubsanacion().IsZero() {
		return reloj.AlertClosed(m.tx, m.s.Id, "")
	}
	m.clock.AwaitCorrection(m.s, m.clock.Now)
	if err := m.clock.SetLuz(m.s); err != nil {
		return err
	}
	return rule.Save(m.tx, m.s.Record)
}
