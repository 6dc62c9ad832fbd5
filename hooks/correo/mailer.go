package correo

import (
	"crypto/x509"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Mailer is the room: it renders, queues and sends. One value serves the whole
// program.
type Mailer struct {
	now     func() time.Time
	out     io.Writer // where --dev prints codes
	texts   *templates
	busy    sync.Mutex // one Deliver at a time
	flights flights
	wake    chan struct{} // a commit left something to send
	codes   chan struct{} // codes under way
	left    atomic.Int64  // the second in which a mail last left since the program started
	Mailbox *Mailbox      // set under --dev without SMTP, else nil

	ConnectTime time.Duration // how long a mail server may take up to the last address
	AnswerTime  time.Duration // and after the final dot

	Roots *x509.CertPool // who may vouch for the mail server; nil for whom the system trusts

	// Hold tells whether every mail waits, because what the base takes for unsent may
	// have left; nil never holds.
	Hold func(core.App) bool
	// Registro draws the receipts that mails enclose; nil encloses none.
	Registro *registro.Room
}

// NewMailer parses every mail template of files (templates/correo) and fails when
// one is broken. Under --dev codes are printed on out.
func NewMailer(files fs.FS, now func() time.Time, out io.Writer) (*Mailer, error) {
	texts, err := parse(files)
	if err != nil {
		return nil, err
	}
	return &Mailer{
		now: now, out: out, texts: texts, wake: make(chan struct{}, 1), codes: make(chan struct{}, codesInFlight),
		ConnectTime: 30 * time.Second, AnswerTime: 10 * time.Minute,
	}, nil
}

// Bind registers the room's rules: only our own rules write mails, staff may put a
// failed or uncertain one back, nobody deletes one; and no mail of PocketBase leaves
// by another way.
func (m *Mailer) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextCorreosFijos), mesa.ColCorreos)
	rule.OnAt(2, app.OnRecordUpdate, "retry", rule.Locked(m.retry), mesa.ColCorreos)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextCorreosFijos), mesa.ColCorreos)
	rule.On(app.OnRecordAfterCreateSuccess, "committed", m.committed, mesa.ColCorreos)
	rule.On(app.OnRecordAfterUpdateSuccess, "retried", m.retried, mesa.ColCorreos)
	rule.On(app.OnRecordEnrich, "hide texts", hideTexts, mesa.ColCorreos)
	rule.OnServerAt(1, app.OnMailerSend(), "mail server", m.replaceClient)
	rule.OnServerAt(4, app.OnServe(), "mailbox", m.openMailbox)
}

// openMailbox keeps the mails on the machine under --dev while no mail server is set.
// Else the person who starts the program reads that none is set.
func (m *Mailer) openMailbox(e *core.ServeEvent) error {
	if e.App.IsDev() && mute(e.App.Settings().SMTP) && m.Mailbox == nil {
		m.Keep(e.App)
	}
	if m.NoServer(e.App) {
		fmt.Fprintln(m.out, mesa.TextArranqueMudo)
	}
	return e.Next()
}

// NoServer tells whether nothing can leave because no mail server is set.
func (m *Mailer) NoServer(app core.App) bool { return !m.Local() && mute(app.Settings().SMTP) }

// Local tells whether mails stay in the local mailbox instead of leaving.
func (m *Mailer) Local() bool { return m.Mailbox != nil }

// Cartas lists the mails of the local mailbox, newest first.
func (m *Mailer) Cartas() []mesa.Carta {
	if m.Mailbox == nil {
		return []mesa.Carta{}
	}
	return m.Mailbox.All()
}
