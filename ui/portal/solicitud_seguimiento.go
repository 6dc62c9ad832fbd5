package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// trackOwn shows the browser that filed its own filing: its draft was sent with
// a proved address, so nothing is asked. Half an hour later a correction asks for a
// code: a computer that many use keeps the cookie longer than its person.
func (p *Portal) trackOwn(e *core.RequestEvent) error {
	b, filing, err := p.sentDraft(e)
	if err != nil || filing == nil {
		return err
	}
	if err := take(p.searches, e); err != nil {
		return err
	}
	return p.showStory(e, mesa.AsSolicitud(filing), p.Codes.ProofOf(e.App, b.Id))
}

// sentDraft finds the draft of the address and what became of it. filing is nil
// when it was not sent yet: the browser was led back to the form.
func (p *Portal) sentDraft(e *core.RequestEvent) (b *mesa.Borrador, filing *core.Record, err error) {
	if b, err = p.draft(e); err != nil {
		return nil, nil, err
	}
	if !b.Enviado() {
		return b, nil, e.Redirect(303, "/solicitud/"+b.Id)
	}
	filing, err = e.App.FindRecordById(mesa.ColSolicitudes, b.GetString("solicitud"))
	return b, filing, err
}
