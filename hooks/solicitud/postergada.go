package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rastro"

	"github.com/pocketbase/pocketbase/core"
)

// mostDaysAside is how far a filing may be put aside, in days of the calendar.
const mostDaysAside = 30

// putAside takes an open filing out of the lists until a working day, or back into them
// with an empty day, and leaves a note in the trail. It changes no term, and one whose light
// is red stays where it is.
func (r *Room) putAside(e *core.RecordEvent) error {
	s, by := mesa.AsSolicitud(e.Record), mesa.ActorOf(e.Record)
	if !s.Estado().Open() || by.Rol == mesa.RolArea && s.GetString("area") != by.Area {
		return mesa.Refuse(409, "postergada_hasta", mesa.TextPostergaAjena)
	}
	text := "Vuelve a la lista."
	if until := s.PostergadaHasta(); !until.IsZero() {
		if err := r.checkAside(e.App, s); err != nil {
			return err
		}
		s.Set("postergada_hasta", plazos.Date(until))
		text = "Postergada hasta el " + mesa.InLima(until) + "."
	}
	if err := e.Next(); err != nil {
		return err
	}
	_, err := rastro.Write(e.App, s.Id, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: mesa.MesaDePartes, Observaciones: text, Actor: by.Name,
	})
	return err
}

// checkAside refuses a day that is none of the office's, past or too far, and a filing
// whose term presses.
func (r *Room) checkAside(app core.App, s *mesa.Solicitud) error {
	if s.GetString("semaforo") == string(plazos.Rojo) {
		return mesa.Refuse(409, "postergada_hasta", mesa.TextPostergaRoja)
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	cal, err := oficina.Calendar(app, entidad, r.Now())
	if err != nil {
		return err
	}
	day, today := plazos.Date(s.PostergadaHasta()), plazos.Date(r.Now())
	if !day.After(today) || day.After(today.AddDate(0, 0, mostDaysAside)) || !cal.IsWorking(day) {
		return mesa.Refuse(422, "postergada_hasta", mesa.TextPostergaDia)
	}
	return nil
}
