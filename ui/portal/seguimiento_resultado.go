package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

// showStory shows where a filing stands. The page of an observed filing has a pass, so
// that its correction does not ask for the same data again (WCAG 2.2, 3.3.7). proof
// is of a code of the filing's address, if this browser gave one.
func (p *Portal) showStory(e *core.RequestEvent, s *mesa.Solicitud, proof otp.Proof) error {
	v, err := p.story(e.App, s)
	if err != nil {
		return err
	}
	if s.Estado() == mesa.Observada {
		v.Pase = p.givePass(e, s.Id, proof)
	}
	return p.Screen.Show(e, resultPage, resultTitle+" N° "+s.Numero(), v)
}
