package correo

import (
	"maps"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Aviso are the facts of a mail about a filing, as the room that moved it hands
// them over.
type Aviso struct {
	Entidad    *mesa.Entidad
	Solicitud  *mesa.Solicitud
	Movimiento *mesa.Movimiento // the line of the trail that the mail tells of
}

// notify queues a mail to the citizen behind a filing. extra is what its kind shows
// besides the office, the person and the number.
func (m *Mailer) notify(tx core.App, a Aviso, mail Mail, extra map[string]any) error {
	mail.Para, mail.Solicitud, mail.Movimiento = a.Solicitud.GetString("correo"), a.Solicitud.Id, a.Movimiento.Id
	mail.Data = about(tx, a, extra)
	if bearsCargo(mail.Tipo) {
		code := mesa.CargoCode(a.Movimiento.Record, cargo.NewCode)
		mail.Data["Cargo"], mail.Data["CodigoCargo"] = cargoLink(tx, code), cargo.InFours(code)
	}
	return m.Enqueue(tx, mail)
}

// about is what every mail about a filing shows, and extra.
func about(app core.App, a Aviso, extra map[string]any) map[string]any {
	data := Base(app, a.Entidad)
	data["Nombre"] = a.Solicitud.Nombre()
	data["Numero"] = a.Solicitud.Numero()
	data["Documento"] = a.Solicitud.Identidad()
	data["Asunto"] = a.Solicitud.GetString("asunto")
	data["PorCedula"] = a.Solicitud.GetString("correo") == "" // goes on paper: names no link and no code
	maps.Copy(data, extra)
	return data
}
