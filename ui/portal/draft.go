package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

func draftCookie(id string) string { return "borrador_" + id }

// draft finds the draft of the address, only for the browser that holds its
// secret; for everybody else it does not exist.
func (p *Portal) draft(e *core.RequestEvent) (*mesa.Borrador, error) {
	id := e.Request.PathValue("borrador")
	r, err := e.App.FindRecordById(mesa.ColBorradores, id)
	if err != nil || !web.HoldsSecret(e.Request, draftCookie(id), r.GetString("secreto")) {
		return nil, e.NotFoundError("", err)
	}
	b := mesa.AsBorrador(r)
	if b.Over(p.Now()) {
		return nil, e.NotFoundError("", nil)
	}
	return b, nil
}

// openDraft is draft for the actions that change it: a sent one is closed.
func (p *Portal) openDraft(e *core.RequestEvent) (*mesa.Borrador, error) {
	b, err := p.draft(e)
	if err != nil {
		return nil, err
	}
	return b, b.Open(p.Now())
}
