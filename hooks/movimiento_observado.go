package hooks

import "mesadepartes/hooks/mesa"

// checkObservado makes one act of all observations (art. 125.1 of Ley 27444):
// a general text, observed documents, or both. The citizen's term is not set
// here: it starts when the notice is accepted for delivery.
func (d *Desk) checkObservado(m *moving) error {
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
	m.s.Set("vence_subsanacion", "")
	m.keepOnly()
	return nil
}
