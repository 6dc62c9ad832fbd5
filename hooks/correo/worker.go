package correo

import (
	"context"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// poll is how often the outbox is looked at for mails whose time came.
const poll = 15 * time.Second

// committed tells the outbox, after the commit, that there is work. Under --dev the
// mail is delivered to the local mailbox before the request answers; else the worker
// is woken.
func (m *Mailer) committed(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	if m.Mailbox != nil {
		_, err := m.Deliver(e.App)
		return err
	}
	select {
	case m.wake <- struct{}{}:
	default: // already awake
	}
	return nil
}

// Work delivers until ctx ends.
func (m *Mailer) Work(ctx context.Context, app core.App) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if _, err := m.deliver(ctx, app); err != nil {
			app.Logger().Error("outbox", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-m.wake:
		}
	}
}
