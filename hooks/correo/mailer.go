package correo

import (
	"io/fs"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Mailer renders, queues and sends. One value serves the whole program.
type Mailer struct {
	now     func() time.Time
	texts   *templates
	busy    sync.Mutex    // one delivery at a time: no mail leaves twice
	wake    chan struct{} // a commit left something to send
	Mailbox *Mailbox      // set under --dev without SMTP, else nil
	Refresh func(app core.App, row *core.Record) error
	// Enclose makes the files that depend on the moment a mail leaves, by name.
	Enclose  func(app core.App, row *core.Record) (map[string][]byte, error)
	sendTime time.Duration // how long one mail may take
}

// NewMailer parses every mail template of files (templates/correo) and fails
// when one is broken.
func NewMailer(files fs.FS, now func() time.Time) (*Mailer, error) {
	texts, err := parse(files)
	if err != nil {
		return nil, err
	}
	return &Mailer{now: now, texts: texts, wake: make(chan struct{}, 1), sendTime: 30 * time.Second}, nil
}
