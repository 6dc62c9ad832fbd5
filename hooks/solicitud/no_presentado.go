package solicitud

import "mesadepartes/hooks/mesa"

// beforeNoPresentado lets the clock close an observed filing only after its
// term (art. 125.4 of Ley 27444), and never by an hour that nothing confirmed.
func (r *Room) beforeNoPresentado(m *Move) error {
	if m.clock.Doubtful() || !m.s.TermOver(m.clock.Now) {
		return mesa.Refuse(409, "etapa", mesa.TextEtapaAjena)
	}
	m.mov.Set("observaciones", mesa.TextNoPresentadaDesde(mesa.InLima(m.s.VenceSubsanacion())))
	return nil
}

// tellNoPresentado mails that the term ended.
func (r *Room) tellNoPresentado(m *Move) error { return r.Mailer.NoPresentada(m.tx, m.aviso()) }
