package portal

import (
	"mesadepartes/hooks/correo"

	"github.com/pocketbase/pocketbase/core"
)

// letters lists the local mailbox; with a mail server set it is empty.
func (p *Portal) letters() []correo.Letter {
	if p.Mailer.Mailbox == nil {
		return []correo.Letter{}
	}
	return p.Mailer.Mailbox.All()
}

func (p *Portal) mailbox(e *core.RequestEvent) error {
	return p.Screen.Show(e, "portal/buzon", "Buzón de desarrollo", p.letters())
}

func (p *Portal) mailboxJSON(e *core.RequestEvent) error { return e.JSON(200, p.letters()) }
