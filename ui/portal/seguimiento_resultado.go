package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// showStory shows where a filing stands. The page of an observed filing has a pass, so
// that its correction does not ask for the same data again (WCAG 2.2, 3.3.7). proved
// says that this browser gave a code of the filing's address.
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
