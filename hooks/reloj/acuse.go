package reloj

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// confirmNotice takes the citizen's word, once, that a notice arrived (art. 20.4
// of Ley 27444), with its line in the trail. Only the public page speaks for the
// citizen: the API can't forge the mark. Everything else on the record stays as
// the base has it, for the page may have read it while the mail was leaving.
func (r *Room) confirmNotice(e *core.RecordEvent) error {
	if mesa.ActorOf(e.Record).Mano != mesa.ManoCiudadano {
		return e.Next()
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	if before.GetString("acuse") == "" || !before.GetDateTime("acuse_en").IsZero() {
		return mesa.Refuse(409, "", mesa.TextAcuseCiudadano)
	}
	ip := e.Record.GetString("acuse_ip")
	for _, field := range e.Record.Collection().Fields {
		e.Record.SetRaw(field.GetName(), before.GetRaw(field.GetName()))
	}
	e.Record.Set("acuse_en", r.Now())
	e.Record.Set("acuse_ip", ip)
	if c := mesa.AsCorreo(e.Record); c.Estado() == mesa.CorreoIncierto { // now it is known: it arrived
		c.SetEstado(mesa.CorreoEnviado)
		c.Set("enviado_en", r.Now())
	}
	rule.BySystem(e.Record)
	if err := e.Next(); err != nil {
		return err
	}
	if err := AlertClosed(e.App, e.Record.GetString("solicitud"), ""); err != nil {
		return err
	}
	if err := r.noteAcuse(e.App, e.Record); err != nil {
		return err
	}
	return r.begunBy(e.App, mesa.AsCorreo(e.Record))
}

// begunBy begins the citizen's term if the confirmed notice is the one the filing waits on.
func (r *Room) begunBy(tx core.App, notice *mesa.Correo) error {
	if called, err := notice.Calls(tx); err != nil || !called {
		return err
	}
	return r.received(tx, notice.Solicitud())
}

// noteAcuse tells staff of a confirmation, in a note of the trail.
func (r *Room) noteAcuse(tx core.App, notice *core.Record) error {
	s, err := tx.FindRecordById(mesa.ColSolicitudes, notice.GetString("solicitud"))
	if err != nil {
		return err
	}
	sent := notice.GetDateTime("enviado_en").Time()
	if sent.IsZero() { // the mail server never said that the mail arrived
		sent = notice.GetDateTime("creado_en").Time()
	}
	_, err = rastro.Write(tx, s.Id, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: "CIUDADANO", Actor: rastro.CitizenName(s),
		Observaciones: mesa.TextAcuse(mesa.AsCorreo(notice).Tipo(), mesa.FullTime(sent), notice.GetString("acuse_ip")),
	})
	return err
}
