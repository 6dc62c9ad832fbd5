package hooks

import "mesadepartes/hooks/mesa"

// checkNoPresentado lets the clock close an observed filing only after its
// term (art. 125.4 of Ley 27444).
func (d *Desk) checkNoPresentado(m *moving) error {
	if !d.termOver(m.s) {
		return mesa.Refuse(409, "etapa", mesa.TextEtapaAjena)
	}
	m.mov.Set("observaciones", mesa.TextNoPresentado)
	return nil
}

// tellNoPresentado mails that the term ended.
func (d *Desk) tellNoPresentado(m *moving) error { return d.Mailer.NoPresentada(m.tx, m.aviso()) }
