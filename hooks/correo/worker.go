package correo

import (
	"context"
	"sync"
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// poll is how often the outbox is looked at for mails whose time came.
const poll = 15 * time.Second

// pause is how long the outbox is not looked at again after it was, however many
// mails are written meanwhile: each look lists all that wait.
const pause = 50 * time.Millisecond

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
	signal(m.wake)
	return nil
}

// Work delivers until ctx ends, a few mails at once.
func (m *Mailer) Work(ctx context.Context, app core.App) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	landed := make(chan struct{}, 1)
	var running sync.WaitGroup
	defer running.Wait()
	list, looked := m.look(app), time.Now()
	for ctx.Err() == nil {
		list = m.start(list, func(w waiting) {
			running.Go(func() {
				defer signal(landed)
				m.fly(ctx, app, w)
			})
		})
		select {
		case <-ctx.Done():
		case <-landed: // there is room for what was left of the list
		case <-tick.C:
			list = m.look(app)
		case <-m.wake:
			rest(ctx, time.Until(looked.Add(pause)))
			list, looked = m.look(app), time.Now()
		}
	}
}

// rest waits, or until ctx ends.
func rest(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// look lists what is due; a base that can't be read is asked again later.
func (m *Mailer) look(app core.App) []waiting {
	rows, err := m.due(app)
	if err != nil {
		app.Logger().Error("outbox", "error", err)
	}
	return rows
}

// start begins the deliveries for which there is room, oldest first, and gives back
// the others.
func (m *Mailer) start(list []waiting, begin func(waiting)) (left []waiting) {
	for _, w := range list {
		if m.flights.takeRoom(w) {
			begin(w)
		} else {
			left = append(left, w)
		}
	}
	return left
}

// fly delivers a mail that start claimed.
func (m *Mailer) fly(ctx context.Context, app core.App, w waiting) {
	defer m.flights.land(w)
	defer rule.Survive(app, "outbox")
	m.attempt(ctx, app, w.ID)
}

// signal leaves a word in a channel that holds one.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // one waits already
	}
}
