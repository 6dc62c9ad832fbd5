package reloj

import (
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Tick is one round of the legal clock: everything that is due by now and was not
// done yet, however long the program was down. Running it again does nothing. One
// part that fails does not hold up the others. While the clock is behind the round
// stands still; while its hour is doubtful only what can't be undone waits.
func (r *Room) Tick(app core.App) error {
	r.ticking.Lock()
	defer r.ticking.Unlock()
	state, err := r.Beat(app)
	if err != nil || state.Behind() {
		return err
	}
	if err := r.followOutage(app, state.Now); err != nil {
		app.Logger().Error("outage not followed", "error", err)
	}
	counted := r.Recount(app, time.Now().Add(recountRound))
	c, err := Read(app, state.Now)
	if err != nil {
		return errors.Join(counted, err)
	}
	return errors.Join(counted, r.CloseOverdue(c), r.MarkUnacknowledged(c), r.Remind(c), r.Nudge(c), r.CountMissing(c),
		r.UpdateLuces(c), r.UpdateIncidents(c), r.Digest(c))
}
