package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// confirmAcuse takes the citizen's word that a notice arrived. A second press
// changes nothing and shows when the first was.
func (p *Portal) confirmAcuse(e *core.RequestEvent) error {
	n, err := p.notice(e)
	if err != nil {
		return err
	}
	n.record.Set("acuse_ip", e.RealIP())
	mesa.SetActor(n.record, mesa.Actor{Mano: mesa.ManoCiudadano})
	err = e.App.Save(n.record)
	if problem, ok := mesa.AsProblem(err); ok && problem.Status == 409 {
		err = nil // it was confirmed before: the page says so
	}
	if err != nil {
		return err
	}
	return e.Redirect(303, "/acuse/"+e.Request.PathValue("token"))
}
