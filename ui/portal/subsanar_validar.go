package portal

import (
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// correctByCode opens a correction to a browser that gives the code of the filing's address.
func (p *Portal) correctByCode(e *core.RequestEvent) error {
	s, proof, err := p.searchByCode(e, correcting)
	if s == nil {
		return err
	}
	secret, _ := web.NewSecret()
	return p.beginCorrection(e, s, proof, secret)
}
