package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// trackOwn shows a filing to the browser that sent it. Nothing is asked, because the
// draft was sent with a proved address. That proof holds for half an hour: on a shared
// computer the cookie stays when the person has left.
func (p *Portal) trackOwn(e *core.RequestEvent) error {
	b, filing, err := p.sentDraft(e)
	if err != nil || filing == nil {
		return err
	}
	if err := take(p.searches, e); err != nil {
		return err
	}
	return p.showStory(e, mesa.AsSolicitud(filing), p.Codes.ProofOf(e.App, b.Id), "")
}

// sentDraft finds the draft that the address names, and its filing. filing is nil when
// the draft was not sent yet: the answer was a redirect to the form.
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
