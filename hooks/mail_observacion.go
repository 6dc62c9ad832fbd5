package hooks

import (
	"strings"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// mailObservacion queues "Su solicitud ha sido observada".
func (d *Desk) mailObservacion(m *moving) error {
	data, err := d.observacionData(m.tx, m.entidad, m.s, m.mov)
	if err != nil {
		return err
	}
	return d.Mailer.Enqueue(m.tx, correo.Mail{Tipo: "observacion", Para: m.s.GetString("correo"), Solicitud: m.s.Id, Movimiento: m.mov.Id, Data: data})
}

// rewriteObservacion renders a delayed notice anew: the term it announces runs
// from the day it really leaves.
func (d *Desk) rewriteObservacion(app core.App, row *core.Record) error {
	entidad, err := oficina.Read(app)
	if err != nil {
		return err
	}
	r, err := app.FindRecordById(mesa.ColSolicitudes, row.GetString("solicitud"))
	if err != nil {
		return err
	}
	mov, err := app.FindRecordById(mesa.ColMovimientos, row.GetString("movimiento"))
	if err != nil {
		return err
	}
	data, err := d.observacionData(app, entidad, mesa.AsSolicitud(r), mov)
	if err != nil {
		return err
	}
	return d.Mailer.Fill(row, data)
}

// observedRow is a line of the mail's table.
type observedRow struct {
	N                                 int
	Clase, Nombre, Observacion, Fecha string
}

func (d *Desk) observacionData(app core.App, entidad *mesa.Entidad, s *mesa.Solicitud, mov *core.Record) (map[string]any, error) {
	docs, err := documentsOf(app, s.Id)
	if err != nil {
		return nil, err
	}
	cal, err := oficina.Calendar(app, entidad)
	if err != nil {
		return nil, err
	}
	data, err := mailData(app, s)
	if err != nil {
		return nil, err
	}
	data["Observacion"] = mov.GetString("observaciones")
	var rows []observedRow
	for i, doc := range mesa.Observed(mesa.Current(docs)) {
		rows = append(rows, observedRow{
			N: i + 1, Clase: strings.ToUpper(mesa.NombreClase(doc.GetString("clase"))), Nombre: doc.GetString("nombre"),
			Observacion: doc.GetString("observacion"), Fecha: fullTime(mov.GetDateTime("fecha").Time()),
		})
	}
	data["Documentos"] = rows
	data["Dias"] = entidad.DiasSubsanacion()
	data["Vence"] = mesa.DateInWords(cal.Due(d.Now(), entidad.DiasSubsanacion(), plazos.Habiles).In(plazos.Lima))
	return data, nil
}
