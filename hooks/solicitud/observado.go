package solicitud

import (
	"fmt"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/reloj"
)

// beforeObservado makes one act of all observations (art. 125.1 of Ley 27444):
// a general text, observed documents, or both. The citizen's term is not set
// here: it starts when the notice counts as received, or is accepted for delivery.
func (r *Room) beforeObservado(m *Move) error {
	observed, err := m.observed()
	if err != nil {
		return err
	}
	general := m.mov.GetString("observaciones")
	if general == "" && len(observed) == 0 {
		return mesa.Refuse(422, "observaciones", mesa.TextFaltaObservacion)
	}
	if m.from == mesa.Subsanada && len(observed) == 0 {
		return mesa.Refuse(409, "observaciones", mesa.TextSegundaRonda)
	}
	if general == "" {
		m.mov.Set("observaciones", mesa.TextObservado)
	}
	if err := m.keepSilence(); err != nil {
		return err
	}
	m.keepOnly("motivo", "confirma_silencio")
	if err := m.tellLate(); err != nil {
		return err
	}
	reloj.StandStill(m.s)
	m.s.Set("inicio_subsanacion", m.clock.Entidad.InicioSubsanacion())
	m.s.Set("plazo_dias", m.clock.Entidad.DiasSubsanacion())
	return nil
}

// refuseAdmitted refuses to observe a request for public information that is admitted: its two
// working days ended, and no reopening gives others (art. 16.1 of DS 007-2024-JUS).
func (m *Move) refuseAdmitted() error {
	tramite, err := mesa.FindTramite(m.tx, m.s.GetString("tramite"))
	if err != nil || !tramite.SAIP() {
		return err
	}
	last, err := m.clock.AccessUntil(m.s)
	if err == nil && plazos.Expired(last, m.clock.Now) {
		err = mesa.Refuse(409, "etapa", mesa.TextSAIPAdmitida)
	}
	return err
}

// tellLate notes for staff that reception had two working days to observe and
// took more (art. 125.6 of Ley 27444). The late observation is not refused, because the
// citizen's documents must be corrected all the same.
func (m *Move) tellLate() error {
	if err := m.refuseAdmitted(); err != nil {
		return err
	}
	due := m.s.VenceRevision()
	if due.IsZero() || !plazos.Expired(due, m.clock.Now) {
		return nil
	}
	m.mov.Set("instrucciones", fmt.Sprintf("%s: la revisión vencía el %s (art. 125.6 de la Ley 27444).",
		mesa.MarcaTardia, mesa.InLima(due)))
	return nil
}

// tellObservado mails the observations, with the last day to correct if the mail
// leaves at once.
func (r *Room) tellObservado(m *Move) error {
	return r.Mailer.Observacion(m.tx, m.aviso(), m.clock.Due(m.clock.Now, m.clock.Entidad.DiasSubsanacion(), plazos.Habiles))
}
