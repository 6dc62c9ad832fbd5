package web

import (
	"time"

	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
)

// mostKeys bounds the memory that a flood of new keys may take in one limit or lock
// (about 20 MB).
const mostKeys = 100_000

// Limiter counts events by key in windows that slide. Safe for concurrent use.
// PocketBase's own limiter answers without Retry-After, which the contract needs,
// and lives by the real clock, which a test can't move.
type Limiter struct {
	max    int
	window time.Duration
	seen   *expiring.Map[[]time.Time] // a key's events, oldest first
}

// NewLimiter allows max events of a key in a window.
func NewLimiter(now func() time.Time, max int, window time.Duration) *Limiter {
	return &Limiter{max: max, window: window, seen: expiring.New[[]time.Time](now, mostKeys)}
}

// Take counts one event of key, or refuses with mesa.TooMany.
func (l *Limiter) Take(key string) (refused error) {
	l.seen.Change(key, func(events []time.Time, now time.Time) ([]time.Time, time.Time) {
		for len(events) > 0 && now.Sub(events[0]) >= l.window {
			events = events[1:]
		}
		if len(events) < l.max {
			events = append(events, now)
		} else {
			wait := events[0].Add(l.window).Sub(now)
			refused = mesa.TooMany{Texto: mesa.TextMuchos(wait), Wait: wait}
		}
		return events, events[len(events)-1].Add(l.window)
	})
	return refused
}

// Customer is the key of an address: one IPv4 address, or the /64 that one IPv6
// customer holds.
func Customer(ip string) string { return mesa.Network(ip, 32, 64) }

// Neighbourhood is the key of the network around an address, /24 or /56: who holds one
// of its addresses mostly gets another one at will.
func Neighbourhood(ip string) string { return mesa.Vecindario(ip) }
