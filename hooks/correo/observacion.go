package correo

import (
	"cmp"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Observacion queues "Su solicitud ha sido observada". last is the last day to correct if
// the mail leaves at once and the office counts from then; a delayed mail is written anew.
func (m *Mailer) Observacion(tx core.App, a Aviso, last time.Time) error {
	if a.Solicitud.FromAcuse() {
		last = a.Solicitud.VenceSubsanacion() // zero: the term begins once the citizen confirms
	}
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
	vence := ""
	if !last.IsZero() {
		vence = mesa.InLima(last)
	}
	return map[string]any{
		"Observacion": a.Movimiento.Observaciones(), "Documentos": rows,
		"Dias": cmp.Or(a.Solicitud.GetInt("plazo_dias"), a.Entidad.DiasSubsanacion()), "Vence": vence,
	}, nil
}

// LastObservation is the newest OBSERVADO of a filing, nil when there is none.
func LastObservation(app core.App, solicitud string) (*mesa.Movimiento, error) {
	return mesa.LastLine(app, solicitud, mesa.EtapaObservado)
}

// rewriteObservacion writes a delayed notice anew: the term it announces may run from
// the day it really leaves. A notice is given up when a later act or the citizen's
// correction came before it, because the term that it announces does not run.
func (m *Mailer) rewriteObservacion(app core.App, c *mesa.Correo) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	act, err := LastObservation(app, r.Id)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if !s.Estado().Pending() || act == nil || act.Id != c.GetString("movimiento") {
		return ErrStale
	}
	entidad, last, err := m.lastDay(app, s)
	if err != nil {
		return err
	}
	a := Aviso{Entidad: entidad, Solicitud: s, Movimiento: act}
	extra, err := observacionData(app, a, last)
	if err != nil {
		return err
	}
	return m.Fill(c.Record, about(app, a, extra))
}

// enclosePlazo gives a mail the citizen's last day to correct as a calendar file, made as
// the mail leaves, because the term may count from then. Before the term has begun there
// is no day.
func (m *Mailer) enclosePlazo(app core.App, c *mesa.Correo) (map[string][]byte, error) {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return nil, err
	}
	s := mesa.AsSolicitud(r)
	_, last, err := m.lastDay(app, s)
	if err != nil || last.IsZero() || !s.Estado().Pending() {
		return nil, err
	}
	return map[string][]byte{"plazo.ics": m.Agenda(app, c.Record, r.GetString("numero"), last)}, nil
}

// lastDay is the citizen's last day to correct: that of the term that runs, or of one that
// begins as the mail leaves; zero while the term waits for the notice to be received.
func (m *Mailer) lastDay(app core.App, s *mesa.Solicitud) (*mesa.Entidad, time.Time, error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil || s.FromAcuse() || !s.VenceSubsanacion().IsZero() {
		return entidad, s.VenceSubsanacion(), err
	}
	cal, err := oficina.Calendar(app, entidad, m.now())
	if err != nil {
		return nil, time.Time{}, err
	}
	return entidad, cal.Due(m.now(), cmp.Or(s.GetInt("plazo_dias"), entidad.DiasSubsanacion()), plazos.Habiles), nil
}
