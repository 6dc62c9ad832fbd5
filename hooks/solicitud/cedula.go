package solicitud

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/reloj"
	"mesadepartes/hooks/rule"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// beforeCedula records that staff notified on paper what nobody confirmed, or what
// the mail server refused (arts. 20.1.1 and 20.4 of Ley 27444). It moves nothing:
// one cédula settles every open notice of the filing. Another one, after a failed
// delivery, only adds its line.
func (r *Room) beforeCedula(m *Move) error {
	if err := m.nameCedula(); err != nil {
		return err
	}
	notices, err := m.tx.FindAllRecords(mesa.ColCorreos, dbx.HashExp{"solicitud": m.s.Id},
		dbx.NewExp("(acuse != '' OR estado = 'fallido')"))
	if err != nil {
		return err
	}
	if len(notices) == 0 {
		return mesa.Refuse(409, "etapa", mesa.TextCedulaSinAviso)
	}
	if err := m.checkDelivery(notices); err != nil {
		return err
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
	m.mov.Set("observaciones", mesa.TextCedula(m.mov.GetString("cedula_numero"), mesa.InLima(m.mov.GetDateTime("entregada_el").Time())))
	m.keepOnly("instrucciones", "cedula_numero", "entregada_el", "recibida_por")
	return r.afterCedula(m)
}

// nameCedula asks for the number of the cédula and for who took it. The citizen reads the
// number alone: what staff wrote in the public text is kept where only staff read it.
func (m *Move) nameCedula() error {
	if m.mov.GetString("recibida_por") == "" {
		m.mov.Set("recibida_por", m.mov.GetString("observaciones"))
	}
	var f mesa.Fallas
	m.needs(&f, map[string]string{"cedula_numero": mesa.TextFaltaCedula, "recibida_por": mesa.TextFaltaRecibida})
	return f.Err()
}

// checkDelivery takes the day on which the cédula was delivered: a working day (art. 18 of
// Ley 27444) between the notice that it repeats and today.
func (m *Move) checkDelivery(notices []*core.Record) error {
	day := m.day("entregada_el")
	if day.IsZero() {
		return mesa.Refuse(422, "entregada_el", mesa.TextEntregadaEl)
	}
	since, err := m.noticedSince(notices)
	if err != nil {
		return err
	}
	switch {
	case day.After(plazos.Date(m.clock.Now)):
		return mesa.Refuse(422, "entregada_el", mesa.TextEntregadaManana)
	case day.Before(plazos.Date(since)):
		return mesa.Refuse(422, "entregada_el", mesa.TextEntregadaAntes)
	case !m.clock.IsWorking(day):
		return mesa.Refuse(422, "entregada_el", mesa.TextEntregadaInhabil)
	}
	return nil
}

// noticedSince is the instant of the act that a cédula notifies: the observation that the
// filing waits on or its reopening, else the newest notice that nobody confirmed.
func (m *Move) noticedSince(notices []*core.Record) (since time.Time, err error) {
	if m.s.Estado().Pending() {
		act, err := mesa.LastCall(m.tx, m.s.Id)
		if err != nil {
			return since, err
		}
		if act != nil {
			return act.Fecha(), nil
		}
	}
	for _, notice := range notices {
		if c := mesa.AsCorreo(notice); !c.Settled() && c.CreadoEn().After(since) {
			since = c.CreadoEn()
		}
	}
	return since, nil
}

// afterCedula begins the term of an observation on the day its cédula was delivered (arts.
// 21, 24 and 25.1 of Ley 27444) and mails its last day; it takes the alert of a closed
// filing away. A term that an acknowledgement began stays; one that the sending began
// begins anew.
func (r *Room) afterCedula(m *Move) error {
	if !m.s.Estado().Pending() {
		return reloj.AlertClosed(m.tx, m.s.Id, "")
	}
	was := m.s.VenceSubsanacion()
	if was.IsZero() || !m.s.FromAcuse() {
		m.clock.AwaitCorrection(m.s, m.mov.GetDateTime("entregada_el").Time())
	}
	if err := m.clock.SetLuz(m.s); err != nil {
		return err
	}
	if err := rule.Save(m.tx, m.s.Record); err != nil || m.s.VenceSubsanacion().Equal(was) || m.clock.TermOver(m.s) {
		return err // no mail announces a day that passed
	}
	act, err := correo.LastObservation(m.tx, m.s.Id)
	if err != nil || act == nil {
		return err
	}
	return r.Mailer.InicioPlazo(m.tx, correo.Aviso{Entidad: m.clock.Entidad, Solicitud: m.s, Movimiento: act})
}
