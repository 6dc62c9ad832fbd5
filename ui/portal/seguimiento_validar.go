package portal

import "github.com/pocketbase/pocketbase/core"

// trackByCode shows where a filing stands, to a browser that gives the code of its address.
func (p *Portal) trackByCode(e *core.RequestEvent) error {
	s, proof, err := p.searchByCode(e, tracking)
	if s == nil {
		return err
	}
	return p.showStory(e, s, proof, p.keepResult(e, s.Id, proof))
}
