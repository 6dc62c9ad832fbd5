package webhook

import (
	"context"
	"errors"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// poll is how often the outbox is looked at, and how long a receiver that does not work is
// left alone.
const poll = 15 * time.Second

// line is what goes to one receiver: one delivery at a time, in the order of their turn.
type line struct {
	busy  bool
	again bool      // asked for meanwhile
	until time.Time // left alone until then, by the machine's clock
}

// settled counts anew after an administrator put a delivery back or deleted one.
func (r *Room) settled(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	if err := count(e.App, e.Record.GetString("webhook"), true); err != nil {
		return err
	}
	return e.Next()
}

// committed wakes the worker once a delivery is stored.
func (r *Room) committed(e *core.RecordEvent) error {
	if !rule.IsSystem(e.Record) || e.Record.GetInt("intentos") == 0 {
		signal(r.wake)
	}
	return e.Next()
}

// Work delivers until ctx ends.
func (r *Room) Work(ctx context.Context, app core.App) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	var running sync.WaitGroup
	defer running.Wait()
	for ctx.Err() == nil {
		r.start(ctx, app, &running, false)
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-r.wake:
		}
	}
}

// Deliver sends what is due now, to receivers that did not work a moment ago too.
func (r *Room) Deliver(ctx context.Context, app core.App) {
	var running sync.WaitGroup
	r.start(ctx, app, &running, true)
	running.Wait()
}

// start lets each receiver's line run beside the others.
func (r *Room) start(ctx context.Context, app core.App, running *sync.WaitGroup, now bool) {
	if r.Hold != nil && r.Hold(app) {
		return
	}
	all, err := app.FindAllRecords(mesa.ColWebhooks, dbx.HashExp{"activo": true})
	if err != nil {
		app.Logger().Error("webhooks not read", "error", err)
	}
	for _, w := range all {
		if !r.take(w.Id, now) {
			continue
		}
		running.Go(func() {
			defer rule.Survive(app, "webhooks")
			well := false
			defer func() { r.leave(w.Id, well) }()
			var err error
			if well, err = r.drain(ctx, app, w.Id); err != nil {
				app.Logger().Error("webhook", "webhook", w.Id, "error", err)
			}
		})
	}
}

func (r *Room) take(id string, now bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lines[id]
	if l == nil {
		l = &line{}
		r.lines[id] = l
	}
	if l.busy || !now && time.Now().Before(l.until) {
		l.again = l.busy
		return false
	}
	l.busy, l.again = true, false
	return true
}

// leave ends a turn. A commit that came while it ended is not left for the next look.
func (r *Room) leave(id string, well bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lines[id]
	l.busy = false
	switch {
	case !well:
		l.until = time.Now().Add(poll)
	case l.again:
		signal(r.wake)
	}
}

// drain sends what is due to one receiver until nothing is, or the receiver does not work.
func (r *Room) drain(ctx context.Context, app core.App, id string) (well bool, err error) {
	tried := false
	for well = true; well && ctx.Err() == nil; tried = true {
		w, err := app.FindRecordById(mesa.ColWebhooks, id)
		if err != nil || !w.GetBool("activo") {
			return true, errors.Join(err, count(app, id, tried))
		}
		row, err := r.next(app, id)
		if err != nil || row == nil {
			return err == nil, errors.Join(err, count(app, id, tried))
		}
		if well, err = r.attempt(ctx, app, w, row); err != nil {
			return false, err
		}
	}
	return well, count(app, id, tried)
}

// next is the delivery whose turn it is, nil for none.
func (r *Room) next(app core.App, id string) (*core.Record, error) {
	rows, err := app.FindRecordsByFilter(mesa.ColWebhookEnvios, "webhook = {:w} && estado = 'pendiente' && proximo_en <= {:now}",
		"proximo_en,@rowid", 1, 0, dbx.Params{"w": id, "now": stamp(r.Now())})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// stamp is an instant as the base stores it.
func stamp(t time.Time) string { return t.UTC().Format(types.DefaultDateLayout) }

// count writes on a webhook how much waits and how much did not leave.
func count(app core.App, id string, tried bool) error {
	if !tried {
		return nil
	}
	_, err := app.DB().NewQuery(`UPDATE webhooks SET
		pendientes = (SELECT COUNT(*) FROM webhook_envios WHERE webhook = {:w} AND estado = 'pendiente'),
		fallidos = (SELECT COUNT(*) FROM webhook_envios WHERE webhook = {:w} AND estado = 'fallido') WHERE id = {:w}`).
		Bind(dbx.Params{"w": id}).Execute()
	return err
}

// signal leaves a word in a channel that holds one.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // one waits already
	}
}
