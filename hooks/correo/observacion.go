package correo

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Observacion queues "Su solicitud ha sido observada". last is the last day to
// correct if the mail leaves at once; a delayed mail is written anew.
func (m *Mailer) Observacion(tx core.App, a Aviso, last time.Time) error {
	extra, err := observacionData(tx, a, last)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoObservacion}, extra)
}

// observedDocument is a line of the mail's table.
type observedDocument struct {
	N                                 int
	Clase, Nombre, Observacion, Fecha string
}

func observacionData(app core.App, a Aviso, last time.Time) (map[string]any, error) {
	docs, err := mesa.DocumentsOf(app, a.Solicitud.Id)
	if err != nil {
		return nil, err
	}
	var rows []observedDocument
	for i, doc := range mesa.Observed(mesa.Current(docs)) {
		rows = append(rows, observedDocument{
			N: i + 1, Clase: strings.ToUpper(mesa.NombreClase(doc.GetString("clase"))), Nombre: doc.GetString("nombre"),
			Observacion: doc.GetString("observacion"), Fecha: mesa.FullTime(a.Movimiento.Fecha()),
		})
	}
	return map[string]any{
		"Observacion": a.Movimiento.Observaciones(), "Documentos": rows,
		"Dias": a.Entidad.DiasSubsanacion(), "Vence": mesa.InLima(last),
	}, nil
}

// rewriteObservacion writes a delayed notice anew: the term it announces runs from
// the day it really leaves. A notice is given up when a later act or the citizen's
// correction came before it, because the term that it announces does not run.
func (m *Mailer) rewriteObservacion(app core.App, c *mesa.Correo) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	acts, err := app.FindRecordsByFilter(mesa.ColMovimientos,
		"solicitud = {:s} && etapa = 'OBSERVADO'", "-fecha,-@rowid", 1, 0, dbx.Params{"s": r.Id})
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if !s.Estado().Pending() || len(acts) == 0 || acts[0].Id != c.GetString("movimiento") {
		return ErrStale
	}
	entidad, last, err := m.lastDayFromNow(app)
	if err != nil {
		return err
	}
	a := Aviso{Entidad: entidad, Solicitud: s, Movimiento: mesa.AsMovimiento(acts[0])}
	extra, err := observacionData(app, a, last)
	if err != nil {
		return err
	}
	return m.Fill(c.Record, about(app, a, extra))
}

// encloseObservacion gives the notice the citizen's last day as a calendar file,
// made as the mail leaves, because the term counts from then.
func (m *Mailer) encloseObservacion(app core.App, c *mesa.Correo) (map[string][]byte, error) {
	s, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return nil, err
	}
	_, last, err := m.lastDayFromNow(app)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"plazo.ics": m.Agenda(app, c.Record, s.GetString("numero"), last)}, nil
}

// lastDayFromNow is the last day of a term to correct that starts now.
func (m *Mailer) lastDayFromNow(app core.App) (*mesa.Entidad, time.Time, error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, time.Time{}, err
	}
	cal, err := oficina.Calendar(app, entidad)
	if err != nil {
		return nil, time.Time{}, err
	}
	return entidad, cal.Due(m.now(), entidad.DiasSubsanacion(), plazos.Habiles), nil
}
