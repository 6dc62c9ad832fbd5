package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// correctOwn opens the correction of a filing to who entered with a code, which counts as
// having read the notice (art. 27.2 of Ley 27444). An open one of this browser goes on.
func (p *Portal) correctOwn(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	held, err := p.held(e, s.Id)
	if err != nil {
		return err
	}
	if held != nil && held.GetBool("validada") {
		return e.Redirect(303, "/subsanar/"+held.Id)
	}
	secret, _ := web.NewSecret()
	c, err := newCorrection(e, s, d.proof, secret)
	if err != nil {
		return p.refuseOwnFiling(e, d, s, err)
	}
	return e.Redirect(303, "/subsanar/"+c.Id)
}
