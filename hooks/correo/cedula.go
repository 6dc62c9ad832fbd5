package correo

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Cedula is a notice as it goes on paper. What calls the citizen to correct is written for the
// paper, also when it was written for a mail first: the term begins with its delivery (art.
// 25.1 of Ley 27444), and what is corrected comes to the counter. Any other notice is as it
// was queued.
func (m *Mailer) Cedula(app core.App, c *mesa.Correo) (asunto, texto string, err error) {
	data, err := m.onPaper(app, c)
	if err != nil || data == nil {
		return c.GetString("asunto"), c.GetString("texto"), err
	}
	data["PorCedula"], data["Acuse"] = true, "" // paper bears no link to confirm by
	r, err := m.Render(c.Tipo(), data)
	return r.Asunto, r.Texto, err
}

// onPaper is what a notice that calls to correct shows; nil for another, and for one that a
// later call replaced.
func (m *Mailer) onPaper(app core.App, c *mesa.Correo) (map[string]any, error) {
	r, err := app.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return nil, err
	}
	s := mesa.AsSolicitud(r)
	call, err := mesa.LastCall(app, s.Id)
	if err != nil || !c.Tipo().Calls() || !s.Estado().Pending() || call == nil || call.Id != c.GetString("movimiento") {
		return nil, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	a := Aviso{Entidad: entidad, Solicitud: s, Movimiento: call}
	if c.Tipo() == mesa.CorreoReapertura {
		return about(app, a, reaperturaData(a, time.Time{})), nil
	}
	extra, err := observacionData(app, a, time.Time{})
	return about(app, a, extra), err
}
