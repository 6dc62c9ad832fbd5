package replica

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const (
	waitAtMost = 2 * time.Second  // how long an act waits for its round
	beatEvery  = 2 * time.Second  // the heartbeat
	roundEvery = 1 * time.Second  // a round without an act
	roundLimit = 10 * time.Minute // the longest: a first copy of the whole base
)

// ronda is one round: what was committed before it began is at the destination when it ended.
type ronda struct {
	done chan struct{}
	err  error
}

// next is a round that has not begun.
func (r *Room) next() *ronda {
	r.mu.Lock()
	if r.coming == nil {
		r.coming = &ronda{done: make(chan struct{})}
	}
	n := r.coming
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return n
}

// rounds goes round after round until the context ends.
func (r *Room) rounds(ctx context.Context, app core.App) {
	tick := time.NewTicker(roundEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		r.mu.Lock()
		n := r.coming
		r.coming = nil
		r.mu.Unlock()
		err := r.round(ctx, app)
		r.ended(app, err)
		if n != nil {
			n.err = err
			close(n.done)
		}
		if err != nil { // nobody waits meanwhile
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-tick.C:
		}
	}
}

// round brings to the destination what was committed until now: papers, book, base, in this
// order, so that the base there never knows more than the book, nor the book more than the
// papers. Last it makes sure that nobody else got the turn meanwhile.
func (r *Room) round(ctx context.Context, app core.App) error {
	if r.lost() {
		return errLost
	}
	ctx, stop := context.WithTimeout(ctx, roundLimit)
	defer stop()
	if r.base == nil {
		b, err := openBase(ctx, app.DataDir(), &cliente{r.store, r.epoch()})
		if err != nil {
			return err
		}
		r.base = b
	}
	if err := r.base.take(ctx); err != nil {
		return r.base.heal(ctx, err)
	}
	if !app.Settings().S3.Enabled {
		if err := r.book(ctx, app); err != nil {
			return err
		}
	}
	if err := r.base.send(ctx); err != nil {
		return r.base.heal(ctx, err)
	}
	return r.ours(ctx)
}

// book copies the entries that were committed since the last round. Those of before the start
// are the seed's.
func (r *Room) book(ctx context.Context, app core.App) error {
	last, err := lastEntry(app)
	if err != nil {
		return err
	}
	if r.copied.Asiento == 0 && last.Asiento > 0 {
		if r.copied, err = r.firstUnsent(ctx, last); err != nil {
			return err
		}
	}
	if r.copied.Epoca < last.Epoca {
		r.copied = libro.Posicion{Epoca: last.Epoca}
	}
	for r.copied.Before(last) {
		n := r.copied.Asiento + 1
		if err := r.papers.entry(ctx, libro.Key(last.Epoca, n), r.ours); err != nil {
			return err
		}
		r.copied = libro.Posicion{Epoca: last.Epoca, Asiento: n}
	}
	return nil
}

// firstUnsent is the place before the first entry that the destination lacks, going back from
// the last one. A whole book that lacks there goes with the seed first.
func (r *Room) firstUnsent(ctx context.Context, last libro.Posicion) (libro.Posicion, error) {
	at := last
	for ; at.Asiento > 0; at.Asiento-- {
		body, err := r.store.get(ctx, under+libro.Key(at.Epoca, at.Asiento), 0, 1)
		if err == nil {
			return at, body.Close()
		}
		if !isAbsent(err) {
			return libro.Posicion{}, err
		}
	}
	return at, nil
}

// lastEntry is the newest entry of the book whose act was committed.
func lastEntry(app core.App) (last libro.Posicion, err error) {
	err = app.DB().NewQuery("SELECT epoca, asiento FROM libro_asientos ORDER BY epoca DESC, asiento DESC LIMIT 1").
		Row(&last.Epoca, &last.Asiento)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return last, err
}

// ended notes how a round ended.
func (r *Room) ended(app core.App, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err == nil:
		if r.fault != "" {
			app.Logger().Info("the replica is up to date", "behind", time.Since(r.synced).String())
		}
		r.fault, r.synced, r.well = "", time.Now(), true
	case errors.Is(err, errLost):
		r.loseLocked(app)
	case errors.Is(err, context.Canceled): // the program ends
	default:
		if r.fault == "" || r.fault == mesa.TextReplicaLenta {
			app.Logger().Error("the replica is behind", "error", err)
		}
		r.fault = brief(err)
	}
}

// await waits until an act is at the destination, two seconds at most, and not at all while the
// replica is behind. An act that was committed while another machine took the turn is refused:
// that machine does not know it.
func (r *Room) await(e *core.RecordEvent) error {
	if !r.working() {
		return e.Next()
	}
	if r.lost() {
		return refuseLost()
	}
	if r.behind() == "" {
		n := r.next()
		limit := time.NewTimer(waitAtMost)
		defer limit.Stop()
		select {
		case <-n.done:
			if errors.Is(n.err, errLost) {
				return refuseLost()
			}
		case <-limit.C:
			if r.ends() { // nobody goes round any more
				return refuseForNow()
			}
			r.mu.Lock()
			if r.fault == "" {
				r.fault = mesa.TextReplicaLenta
				e.App.Logger().Error("the replica is slow: acts are answered without it")
			}
			r.mu.Unlock()
		}
	}
	return e.Next()
}
