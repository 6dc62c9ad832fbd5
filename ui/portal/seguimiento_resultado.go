package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// showStory shows where a filing stands. An observed one comes with a pass, so
// that its correction asks for nothing twice (WCAG 2.2, 3.3.7); proved when a
// code showed that the address is this person's.
func (p *Portal) showStory(e *core.RequestEvent, s *mesa.Solicitud, proved bool) error {
	v, err := p.story(e.App, s)
	if err != nil {
		return err
	}
	if s.Estado() == mesa.Observada {
		v.Pase = p.givePass(e, web.Pass{Filing: s.Id, Proved: proved})
	}
	return p.Screen.Show(e, resultPage, resultTitle+" N° "+s.Numero(), v)
}
