package correo

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Recordatorio queues "Hoy vence su plazo para subsanar", with what is still
// missing, once a last day.
func (m *Mailer) Recordatorio(tx core.App, a Aviso) error {
	last := a.Solicitud.VenceSubsanacion()
	extra, err := observacionData(tx, a, last)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoRecordatorio, Clave: reminderKey(a.Solicitud.Id, last)}, extra)
}

// Reminded tells whether the reminder of a filing's last day was written.
func Reminded(app core.App, solicitud string, last time.Time) (bool, error) {
	return hasKey(app, reminderKey(solicitud, last))
}

func reminderKey(id string, last time.Time) string {
	return "recordatorio/" + id + "/" + last.In(plazos.Lima).Format(time.DateOnly)
}

// stillReminds gives a reminder up when there is nothing left to remind of: the
// last day passed or moved, or the citizen answered.
func (m *Mailer) stillReminds(app core.App, c *mesa.Correo) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if !s.Estado().Pending() || !s.VenceSubsanacion().Equal(plazos.Date(m.now())) {
		return ErrStale
	}
	return nil
}
