package hooks

import "mesadepartes/hooks/correo"

// mailNoPresentada tells the citizen that the term ended (art. 125.4 of Ley 27444).
func (d *Desk) mailNoPresentada(m *moving) error {
	data, err := mailData(m.tx, m.s)
	if err != nil {
		return err
	}
	return d.Mailer.Enqueue(m.tx, correo.Mail{Tipo: "no_presentada", Para: m.s.GetString("correo"), Solicitud: m.s.Id, Movimiento: m.mov.Id, Data: data})
}
