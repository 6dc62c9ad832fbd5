package portal

import "github.com/pocketbase/pocketbase/core"

// acuseICS serves the last day to correct as a file for the citizen's own calendar.
func (p *Portal) acuseICS(e *core.RequestEvent) error {
	n, err := p.notice(e)
	if err != nil {
		return err
	}
	last, err := p.lastDay(e.App, n)
	if err != nil {
		return err
	}
	if last.IsZero() {
		return e.NotFoundError("", nil)
	}
	file := p.Correo.Agenda(e.App, n.record, n.solicitud.Numero(), last)
	h := e.Response.Header()
	h.Set("Content-Disposition", `attachment; filename="plazo.ics"`)
	h.Set("Cache-Control", "no-store")
	return e.Blob(200, "text/calendar; charset=utf-8", file)
}
