package correo

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Respuesta sends the answer itself, with what art. 24.1 of Ley 27444 wants told: its
// sense, its document, whether it ends the administrative route, and the remedies.
// documento is the id of its PDF, "" for none.
func (m *Mailer) Respuesta(tx core.App, a Aviso, documento string) error {
	mov := a.Movimiento
	sentido := mesa.Sentido(mov.GetString("sentido"))
	agota := mov.GetBool("agota_via")
	code, err := m.registered(tx, a.Solicitud.Id)
	if err != nil {
		return err
	}
	room, err := hasRoom(tx, documento)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRespuesta, Adjunto: documento}, map[string]any{
		"Respuesta": mov.Observaciones(), "Expediente": a.Solicitud.GetString("expediente"), "Adjunto": documento != "",
		"Sentido": sentido.Words(), "Oficio": mov.GetString("documento_numero"),
		"Fecha": dayOrNone(mov.GetDateTime("documento_fecha").Time()),
		"Via":   sentido.Adverse() || agota, "AgotaVia": agota, "Recursos": mov.GetString("recursos"), "Motivo": a.Movimiento.GetString("motivo"),
		"Recepcion": receptionOf(tx, code), "CargoVa": room,
	})
}
