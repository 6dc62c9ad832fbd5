package web

import (
	"net/netip"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
)

// Limiter counts events by key in windows that slide. Safe for concurrent use.
// PocketBase's own limiter answers without Retry-After and lives by the real
// clock, which neither the contract nor a moved clock can use.
type Limiter struct {
	now    func() time.Time
	max    int
	window time.Duration
	mu     sync.Mutex
	seen   map[string][]time.Time
}

// NewLimiter allows max events of a key in a window.
func NewLimiter(now func() time.Time, max int, window time.Duration) *Limiter {
	return &Limiter{now: now, max: max, window: window, seen: map[string][]time.Time{}}
}

// Take counts one event of key, or refuses with mesa.TooMany.
func (l *Limiter) Take(key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.full(key); err != nil {
		return err
	}
	l.seen[key] = append(l.seen[key], l.now())
	return nil
}

func (l *Limiter) full(key string) error {
	now := l.now()
	if len(l.seen) > 50_000 { // a flood of new keys: drop what is over
		for k := range l.seen {
			if len(l.fresh(k, now)) == 0 {
				delete(l.seen, k)
			}
		}
	}
	events := l.fresh(key, now)
	if len(events) < l.max {
		return nil
	}
	wait := events[0].Add(l.window).Sub(now)
	return mesa.TooMany{Texto: mesa.TextMuchos(wait), Wait: wait}
}

func (l *Limiter) fresh(key string, now time.Time) []time.Time {
	events := l.seen[key]
	for len(events) > 0 && now.Sub(events[0]) >= l.window {
		events = events[1:]
	}
	if len(events) == 0 {
		delete(l.seen, key)
	} else {
		l.seen[key] = events
	}
	return events
}

// Neighbourhood is the key of an address: one IPv4 address, or the /64 that one
// IPv6 customer holds.
func Neighbourhood(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap(); addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}
