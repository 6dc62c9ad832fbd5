package portal

import "github.com/pocketbase/pocketbase/core"

// correctByCode opens a correction to who holds the code of the filing's address.
func (p *Portal) correctByCode(e *core.RequestEvent) error {
	s, err := p.searchByCode(e, correcting)
	if s == nil {
		return err
	}
	return p.beginCorrection(e, s, true)
}
