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

// change saves a part of the form on the row as it is now: PocketBase writes whole
// rows, and another part may have been saved since b was read. b gets the new values
// even when they are refused, for the form that is shown again.
func change(app core.App, b *mesa.Borrador, set func(*mesa.Borrador)) error {
	set(b)
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColBorradores, b.Id)
		if err != nil {
			return err
		}
		now := mesa.AsBorrador(r)
		set(now)
		if err := tx.Save(r); err != nil {
			return err
		}
		*b = *now
		return nil
	})
}
