package hooks

import "mesadepartes/hooks/correo"

// mailSubsanacion queues the receipt of a correction.
func (d *Desk) mailSubsanacion(m *moving) error {
	data, err := mailData(m.tx, m.s)
	if err != nil {
		return err
	}
	data["Recibida"] = fullTime(m.mov.GetDateTime("fecha").Time())
	return d.Mailer.Enqueue(m.tx, correo.Mail{Tipo: "subsanacion", Para: m.s.GetString("correo"), Solicitud: m.s.Id, Movimiento: m.mov.Id, Data: data})
}
