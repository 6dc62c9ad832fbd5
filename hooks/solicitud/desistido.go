package solicitud

import "mesadepartes/hooks/mesa"

// beforeDesistido ends the filing because the citizen asks it (art. 189 of Ley 27444). Staff
// say with which document, and may enclose it.
func (r *Room) beforeDesistido(m *Move) error {
	if m.actor.Mano == mesa.ManoCiudadano {
		return r.beforeOwnDesistido(m)
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

// beforeOwnDesistido takes the withdrawal of who proved the filing's address with a code and
// acts for oneself: who acts for another needs a power for it (art. 115.2), so a document.
func (r *Room) beforeOwnDesistido(m *Move) error {
	if !m.s.CorreoProbado() || !r.Codes.Proved(m.mov, m.s.GetString("correo")) {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	if !m.s.PorSi() {
		return mesa.Refuse(409, "", mesa.TextDesistePorEscrito)
	}
	m.keepOnly("motivo")
	m.mov.Set("origen", "CIUDADANO")
	m.mov.Set("destino", mesa.MesaDePartes)
	m.mov.Set("observaciones", mesa.TextDesistido)
	return nil
}
