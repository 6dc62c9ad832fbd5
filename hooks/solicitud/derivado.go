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
	if area.Id == m.s.GetString("area") && m.from == mesa.Derivada && m.mov.GetString("instrucciones") == "" {
		return mesa.Refuse(409, "area", mesa.TextMismaArea)
	}
	if err := m.checkCopies(area.Id); err != nil {
		return err
	}
	if area.Id != m.s.GetString("area") {
		m.s.Set("responsable", "")
	}
	m.s.Set("area", area.Id)
	m.mov.Set("destino", area.GetString("nombre"))
	m.keepOnly("area", "instrucciones", "copias")
	return nil
}

// tellDerivado mails where the filing is.
func (r *Room) tellDerivado(m *Move) error { return r.Mailer.Derivacion(m.tx, m.aviso()) }

// checkCopies refuses a copy to an area that is closed, and drops one to the area that
// answers.
func (m *Move) checkCopies(responsible string) error {
	var others []string
	for _, id := range m.mov.GetStringSlice("copias") {
		area, err := m.tx.FindRecordById(mesa.ColAreas, id)
		if err != nil || !area.GetBool("activo") {
			return mesa.Refuse(422, "copias", mesa.TextAreaInactiva)
		}
		if id != responsible {
			others = append(others, id)
		}
	}
	m.mov.Set("copias", others)
	return nil
}
