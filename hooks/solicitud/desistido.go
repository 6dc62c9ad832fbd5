package solicitud

import "mesadepartes/hooks/mesa"

// beforeDesistido ends the filing because the citizen asks it (art. 189 of Ley 27444). Staff
// say with which document, and may enclose it.
func (r *Room) beforeDesistido(m *Move) error {
	if m.actor.Mano == mesa.ManoCiudadano {
		m.keepOnly("motivo")
		m.mov.Set("origen", "CIUDADANO")
		m.mov.Set("destino", mesa.MesaDePartes)
		m.mov.Set("observaciones", mesa.TextDesistido)
		return nil
	}
	if err := m.needsMotivo(mesa.TextFaltaDesistimiento); err != nil {
		return err
	}
	m.keepOnly("motivo", "instrucciones")
	m.sayMotivo()
	return nil
}

// tellDesistido mails that the withdrawal was accepted.
func (r *Room) tellDesistido(m *Move) error { return r.Mailer.Desistimiento(m.tx, m.aviso()) }
