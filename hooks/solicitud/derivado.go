package solicitud

import "mesadepartes/hooks/mesa"

// beforeDerivado sends the filing to an active area.
func (r *Room) beforeDerivado(m *Move) error {
	id := m.mov.GetString("area")
	if id == "" { // the one the procedure proposes
		tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
		if err != nil {
			return err
		}
		id = tramite.GetString("area")
		m.mov.Set("area", id)
	}
	if id == "" {
		return mesa.Refuse(422, "area", mesa.TextFaltaArea)
	}
	area, err := m.tx.FindRecordById(mesa.ColAreas, id)
	if err != nil || !area.GetBool("activo") {
		return mesa.Refuse(422, "area", mesa.TextAreaInactiva)
	}
	m.s.Set("area", area.Id)
	m.mov.Set("destino", area.GetString("nombre"))
	m.keepOnly("area", "instrucciones")
	return nil
}

// tellDerivado mails where the filing is.
func (r *Room) tellDerivado(m *Move) error { return r.Mailer.Derivacion(m.tx, m.aviso()) }
