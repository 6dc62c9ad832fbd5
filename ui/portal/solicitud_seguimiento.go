package portal

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// atTheDesk is how long after the filing the person is taken to be still there. A
// computer that many use keeps the cookie longer than its person.
const atTheDesk = 30 * time.Minute

// trackOwn shows the browser that filed its own filing: its draft was sent with
// a proved address, so nothing is asked. Later a correction asks for a code.
func (p *Portal) trackOwn(e *core.RequestEvent) error {
	b, filing, err := p.sentDraft(e)
	if err != nil || filing == nil {
		return err
	}
	if err := take(p.searches, e); err != nil {
		return err
	}
	s := mesa.AsSolicitud(filing)
	return p.showStory(e, s, b.Validado() && p.Now().Before(s.RecibidaEn().Add(atTheDesk)))
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
