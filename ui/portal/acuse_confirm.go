package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// confirmAcuse records that the citizen confirms the reception of a notice. A second
// press changes nothing, and the page shows the instant of the first.
func (p *Portal) confirmAcuse(e *core.RequestEvent) error {
	n, err := p.notice(e)
	if err != nil {
		return err
	}
	n.record.Set("acuse_ip", e.RealIP())
	mesa.SetActor(n.record, mesa.Actor{Mano: mesa.ManoCiudadano})
	err = e.App.Save(n.record)
	if problem, ok := mesa.AsProblem(err); ok && problem.Status == 409 {
		err = nil // the notice was confirmed before, and the page says so
	}
	if err != nil {
		return err
	}
	return e.Redirect(303, "/acuse/"+e.Request.PathValue("token"))
}
