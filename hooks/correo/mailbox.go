package correo

import (
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// keep bounds the local mailbox.
const keep = 5000

// Letter is a mail as GET /buzon.json lists it.
type Letter struct {
	Para   string    `json:"para"`
	Asunto string    `json:"asunto"`
	Texto  string    `json:"texto"`
	HTML   string    `json:"html"`
	Fecha  time.Time `json:"fecha"`
}

// Mailbox keeps the mails of a development server instead of sending them.
type Mailbox struct {
	now     func() time.Time
	mu      sync.Mutex
	letters []Letter
}

// NewMailbox makes an empty mailbox.
func NewMailbox(now func() time.Time) *Mailbox { return &Mailbox{now: now} }

// Catch takes the mails the program sends: the event ends here, so nothing
// leaves the machine.
func (b *Mailbox) Catch(app core.App) {
	app.OnMailerSend().Bind(&hook.Handler[*core.MailerEvent]{Id: "mesa: mailbox", Func: func(e *core.MailerEvent) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, to := range e.Message.To {
			b.letters = append(b.letters, Letter{
				Para: to.Address, Asunto: e.Message.Subject, Texto: e.Message.Text, HTML: e.Message.HTML, Fecha: b.now(),
			})
		}
		if over := len(b.letters) - keep; over > 0 {
			b.letters = b.letters[over:]
		}
		return nil
	}})
}

// All lists the mails, newest first.
func (b *Mailbox) All() []Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]Letter, 0, len(b.letters))
	for i := len(b.letters) - 1; i >= 0; i-- {
		all = append(all, b.letters[i])
	}
	return all
}
