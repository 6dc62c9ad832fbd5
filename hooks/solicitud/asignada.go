package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"

	"github.com/pocketbase/pocketbase/core"
)

// assign puts an open filing in the charge of an active account that may act on it, and
// leaves a note in the trail. An area gives what it holds to its own people.
func (r *Room) assign(e *core.RecordEvent) error {
	s, by := mesa.AsSolicitud(e.Record), mesa.ActorOf(e.Record)
	if shown, known := mesa.VersionOf(e.Record); known && shown != s.GetInt("version") {
		return mesa.Refuse(409, "version", mesa.TextVersion("", "", ""))
	}
	if !s.Estado().Open() || by.Rol == mesa.RolArea && s.GetString("area") != by.Area {
		return mesa.Refuse(409, "responsable", mesa.TextResponsable)
	}
	text := "Queda sin responsable."
	if id := s.GetString("responsable"); id != "" {
		account, err := e.App.FindRecordById(mesa.ColPersonal, id)
		if err != nil || !account.GetBool("activo") {
			return mesa.Refuse(422, "responsable", mesa.TextResponsable)
		}
		if account.GetString("rol") == string(mesa.RolArea) && account.GetString("area") != s.GetString("area") {
			return mesa.Refuse(422, "responsable", mesa.TextResponsable)
		}
		text = "Responsable: " + account.GetString("nombre") + "."
	}
	if err := e.Next(); err != nil {
		return err
	}
	_, err := rastro.Write(e.App, s.Id, rastro.Line{
		Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: mesa.MesaDePartes, Observaciones: text, Actor: by.Name,
	})
	return err
}
