package correo

import (
	"io"
	"io/fs"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Mailer is the room: it renders, queues and sends. One value serves the whole
// program.
type Mailer struct {
	now      func() time.Time
	out      io.Writer // where --dev prints codes
	texts    *templates
	busy     sync.Mutex    // one delivery at a time: no mail leaves twice
	wake     chan struct{} // a commit left something to send
	Mailbox  *Mailbox      // set under --dev without SMTP, else nil
	sendTime time.Duration // how long one mail may take
}

// NewMailer parses every mail template of files (templates/correo) and fails when
// one is broken. Under --dev codes are printed on out.
func NewMailer(files fs.FS, now func() time.Time, out io.Writer) (*Mailer, error) {
	texts, err := parse(files)
	if err != nil {
		return nil, err
	}
	return &Mailer{now: now, out: out, texts: texts, wake: make(chan struct{}, 1), sendTime: 30 * time.Second}, nil
}

// Bind registers the room's rules: only our own rules write mails, staff may put a
// failed one back, nobody deletes one.
func (m *Mailer) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextCorreosFijos), mesa.ColCorreos)
	rule.OnAt(2, app.OnRecordUpdate, "retry", rule.Locked(m.retry), mesa.ColCorreos)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextCorreosFijos), mesa.ColCorreos)
	rule.On(app.OnRecordAfterCreateSuccess, "committed", m.committed, mesa.ColCorreos)
	rule.OnServerAt(4, app.OnServe(), "mailbox", m.openMailbox)
}

// openMailbox keeps the mails on the machine under --dev while no mail server is set.
func (m *Mailer) openMailbox(e *core.ServeEvent) error {
	if e.App.IsDev() && !e.App.Settings().SMTP.Enabled && m.Mailbox == nil {
		m.Mailbox = NewMailbox(m.now)
		m.Mailbox.Catch(e.App)
	}
	return e.Next()
}

// Local tells whether mails stay in the local mailbox instead of leaving.
func (m *Mailer) Local() bool { return m.Mailbox != nil }

// Cartas lists the mails of the local mailbox, newest first.
func (m *Mailer) Cartas() []mesa.Carta {
	if m.Mailbox == nil {
		return []mesa.Carta{}
	}
	return m.Mailbox.All()
}
