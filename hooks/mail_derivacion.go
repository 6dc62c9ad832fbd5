package hooks

import "mesadepartes/hooks/correo"

// mailDerivacion tells the citizen where the filing is, when the office wants it.
func (d *Desk) mailDerivacion(m *moving) error {
	if !m.entidad.GetBool("avisar_derivacion") {
		return nil
	}
	data, err := mailData(m.tx, m.s)
	if err != nil {
		return err
	}
	data["Area"] = m.mov.GetString("destino")
	data["Expediente"] = m.s.GetString("expediente")
	return d.Mailer.Enqueue(m.tx, correo.Mail{Tipo: "derivacion", Para: m.s.GetString("correo"), Solicitud: m.s.Id, Movimiento: m.mov.Id, Data: data})
}
