package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

func draftCookie(id string) string { return "borrador_" + id }

// draft finds the draft that the address names, for the browser that holds its secret;
// any other browser gets 404.
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

// openDraft finds a draft that may still change: one that was sent is refused.
func (p *Portal) openDraft(e *core.RequestEvent) (*mesa.Borrador, error) {
	b, err := p.draft(e)
	if err != nil {
		return nil, err
	}
	return b, b.Open(p.Now())
}
