package hooks

import "mesadepartes/hooks/correo"

// mailRespuesta sends the answer itself, with its PDF.
func (d *Desk) mailRespuesta(m *moving) error {
	data, err := mailData(m.tx, m.s)
	if err != nil {
		return err
	}
	data["Respuesta"] = m.mov.GetString("observaciones")
	data["Expediente"] = m.s.GetString("expediente")
	data["Adjunto"] = m.answer != ""
	return d.Mailer.Enqueue(m.tx, correo.Mail{
		Tipo: "respuesta", Para: m.s.GetString("correo"), Solicitud: m.s.Id, Movimiento: m.mov.Id, Adjunto: m.answer, Data: data,
	})
}
