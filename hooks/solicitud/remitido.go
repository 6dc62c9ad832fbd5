package solicitud

import "mesadepartes/hooks/mesa"

// beforeRemitido sends what is not this office's to the entity that is competent, and says
// with which document. The term starts when that entity receives it (art. 130.1 of Ley
// 27444): the office's own dates stay only as history.
func (r *Room) beforeRemitido(m *Move) error {
	var f mesa.Fallas
	m.needs(&f, map[string]string{
		"motivo": mesa.TextFaltaMotivo, "entidad_destino": mesa.TextFaltaEntidad,
		"documento_numero": mesa.TextFaltaOficio, "documento_fecha": mesa.TextFaltaFechaOficio,
	})
	m.checkDocumentDate(&f)
	if err := f.Err(); err != nil {
		return err
	}
	if err := m.keepSilence(); err != nil {
		return err
	}
	m.keepOnly("motivo", "confirma_silencio", "entidad_destino", "documento_numero", "documento_fecha", "instrucciones")
	m.sayMotivo()
	m.mov.Set("destino", m.mov.GetString("entidad_destino"))
	m.s.Set("entidad_destino", m.mov.GetString("entidad_destino"))
	return nil
}

// tellRemitido mails where the filing went.
func (r *Room) tellRemitido(m *Move) error { return r.Mailer.Remitida(m.tx, m.aviso()) }
