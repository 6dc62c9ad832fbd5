package portal

import "github.com/pocketbase/pocketbase/core"

// mailbox shows the local mailbox; with a mail server set it is empty.
func (p *Portal) mailbox(e *core.RequestEvent) error {
	return p.Screen.Show(e, "portal/buzon", "Buzón de desarrollo", p.Correo.Cartas())
}

func (p *Portal) mailboxJSON(e *core.RequestEvent) error { return e.JSON(200, p.Correo.Cartas()) }
