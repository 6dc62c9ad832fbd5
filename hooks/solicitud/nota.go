package solicitud

import "mesadepartes/hooks/mesa"

// beforeNota keeps an internal note, which no screen of the citizen ever shows.
func (r *Room) beforeNota(m *Move) error {
	if m.mov.GetString("observaciones") == "" && m.mov.GetString("instrucciones") == "" {
		return mesa.Refuse(422, "observaciones", mesa.TextNotaVacia)
	}
	m.keepOnly("instrucciones")
	return nil
}
