package solicitud

import "mesadepartes/hooks/mesa"

// beforeNoPresentado lets the clock close an observed filing only after its
// term (art. 125.4 of Ley 27444), never by an hour that nothing confirmed or by a day that an
// outage may move. Reception
// closes one whose correction mended badly or not what was observed.
func (r *Room) beforeNoPresentado(m *Move) error {
	if m.actor.Mano == mesa.ManoPersonal {
		if err := m.needsMotivo(mesa.TextFaltaMalSubsanado); err != nil {
			return err
		}
		if err := m.keepSilence(); err != nil {
			return err
		}
		m.keepOnly("motivo", "instrucciones", "confirma_silencio")
		m.sayMotivo()
		return nil
	}
	held, err := m.clock.Held(m.s)
	if err != nil {
		return err
	}
	if held || m.clock.Doubtful() || !m.clock.TermOver(m.s) {
		return mesa.Refuse(409, "etapa", mesa.TextEtapaAjena)
	}
	m.keepOnly()
	m.mov.Set("observaciones", mesa.TextNoPresentadaDesde(mesa.InLima(m.s.VenceSubsanacion())))
	return nil
}

// tellNoPresentado mails that the term ended, or what was not mended.
func (r *Room) tellNoPresentado(m *Move) error { return r.Mailer.NoPresentada(m.tx, m.aviso()) }
