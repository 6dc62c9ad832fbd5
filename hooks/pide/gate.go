package pide

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	strikes     = 3            // failures in a row that close a service
	rest        = time.Minute  // how long the service is not asked then
	credentials = time.Hour    // how long refused credentials are not tried again
	lima        = -5 * 60 * 60 // Peru's zone in seconds; no daylight saving time
)

// gate decides whether a service may be asked now (a circuit breaker). It closes
// after failures in a row, refused credentials or a spent quota; when its time is
// over it lets one question pass as a probe, and opens when the probe is
// answered. The zero value is open.
type gate struct {
	mu       sync.Mutex
	failures int       // in a row
	closed   error     // why it is closed; nil while open
	until    time.Time // when the next probe may pass
	probing  bool
	alerted  bool   // an administrator was told of refused credentials
	day      string // the Lima day whose questions used counts
	used     int
}

// enter counts a question and lets it pass, or returns the reason why not. The
// caller of a question that passed must call leave.
func (g *gate) enter(now time.Time, quota int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed != nil && (g.probing || now.Before(g.until)) {
		return fmt.Errorf("%w: not asked until %s", g.closed, g.until.UTC().Format(time.RFC3339))
	}
	if !g.count(now, quota) {
		return fmt.Errorf("%w: our own limit of %d", ErrQuota, quota)
	}
	g.probing = g.closed != nil
	return nil
}

// spend counts a second try of one question; false when the quota is spent.
func (g *gate) spend(now time.Time, quota int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.count(now, quota)
}

func (g *gate) count(now time.Time, quota int) bool {
	if day := now.In(peru).Format(time.DateOnly); day != g.day {
		g.day, g.used = day, 0
	}
	if quota > 0 && g.used >= quota {
		return false
	}
	g.used++
	return true
}

// leave notes how a question ended. alert is true when an administrator should be
// told of refused credentials, which happens once. A question that began before
// the gate closed ends before a probe begins, because the shortest rest is longer
// than a question lasts.
func (g *gate) leave(now time.Time, err error) (alert bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.probing = false
	switch {
	case errors.Is(err, ErrUnavailable):
		if g.failures++; g.failures >= strikes {
			g.close(ErrUnavailable, now.Add(rest))
		}
	case errors.Is(err, ErrCredentials):
		g.close(ErrCredentials, now.Add(credentials))
		alert, g.alerted = !g.alerted, true
	case errors.Is(err, ErrQuota):
		g.close(ErrQuota, nextMidnight(now))
	default:
		g.failures, g.closed, g.alerted = 0, nil, false
	}
	return alert
}

// close closes the gate until an instant, and never shortens a longer rest: a
// question that began before that rest may fail only now.
func (g *gate) close(why error, until time.Time) {
	if g.closed == nil || until.After(g.until) {
		g.closed, g.until = why, until
	}
}

// keepCount takes over the day's count of a former gate.
func (g *gate) keepCount(old *gate) {
	old.mu.Lock()
	defer old.mu.Unlock()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.day, g.used = old.day, old.used
}

var peru = time.FixedZone("America/Lima", lima)

func nextMidnight(now time.Time) time.Time {
	year, month, day := now.In(peru).Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, peru)
}
