package correo

import (
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// keep is how many mails the local mailbox keeps.
const keep = 2000

// Mailbox keeps the mails of a development server instead of sending them.
type Mailbox struct {
	now     func() time.Time
	mu      sync.Mutex
	letters []mesa.Carta
}

// NewMailbox makes an empty mailbox.
func NewMailbox(now func() time.Time) *Mailbox { return &Mailbox{now: now} }

// Keep lets every mail of this process end in a mailbox of its own, where it counts as sent.
func (m *Mailer) Keep(app core.App) {
	m.Mailbox = NewMailbox(m.now)
	m.Mailbox.Catch(app)
}

// Catch takes the mails that the program sends: the event ends here, so nothing
// leaves the machine.
func (b *Mailbox) Catch(app core.App) {
	rule.OnServer(app.OnMailerSend(), "mailbox", func(e *core.MailerEvent) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, to := range e.Message.To {
			b.letters = append(b.letters, mesa.Carta{
				Para: to.Address, Asunto: e.Message.Subject, Texto: e.Message.Text, HTML: e.Message.HTML, Fecha: b.now(),
			})
		}
		if over := len(b.letters) - keep; over > 0 {
			b.letters = b.letters[over:]
		}
		return nil
	})
}

// All lists the mails, newest first.
func (b *Mailbox) All() []mesa.Carta {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]mesa.Carta, 0, len(b.letters))
	for i := len(b.letters) - 1; i >= 0; i-- {
		all = append(all, b.letters[i])
	}
	return all
}
