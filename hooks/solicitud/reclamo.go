package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// claim writes down that the person behind a paper of the counter proved its address: with a
// code of the address that the officer typed, and with the number of the identity document,
// which no mail to an unproved address tells. Nothing else of the filing changes. A second
// time changes nothing.
func (r *Room) claim(e *core.RecordEvent, documento string) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(before)
	if documento == "" || documento != s.GetString("numero_documento") || !r.Codes.Proved(e.Record, s.GetString("correo")) {
		return mesa.Refuse(422, "", mesa.TextNoEsSuya)
	}
	rule.TakeStored(e.Record, before)
	if s.CorreoProbado() {
		return nil
	}
	e.Record.Set("correo_probado_en", r.Now())
	rule.BySystem(e.Record)
	if err := e.Next(); err != nil {
		return err
	}
	return r.noteOfCitizen(e.App, s, mesa.TextCorreoProbado)
}

// noteOfCitizen leaves a line in the trail, for staff, of what the citizen did to the filing.
func (r *Room) noteOfCitizen(tx core.App, s *mesa.Solicitud, texto string) error {
	_, err := rastro.Write(tx, s.Id, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: "CIUDADANO", Observaciones: texto, Actor: s.Ciudadano().Name,
	})
	return err
}
