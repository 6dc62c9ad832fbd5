package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

// showStory shows where a filing stands. An observed one comes with a pass, so
// that its correction asks for nothing twice (WCAG 2.2, 3.3.7); proof is of a code
// that showed that the address is this person's, if there was one.
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
