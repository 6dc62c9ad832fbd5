package web

import (
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
)

// Locks closes a key for a while after too many misses, whoever made them.
// Safe for concurrent use.
type Locks struct {
	now    func() time.Time
	misses int
	life   time.Duration
	mu     sync.Mutex
	keys   map[string]*lock
}

type lock struct {
	misses int
	last   time.Time
}

// NewLocks closes a key for life after the given number of misses.
func NewLocks(now func() time.Time, misses int, life time.Duration) *Locks {
	return &Locks{now: now, misses: misses, life: life, keys: map[string]*lock{}}
}

// Check refuses with mesa.TooMany while any of the keys is closed.
func (l *Locks) Check(keys ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		k := l.keys[key]
		if k == nil || k.misses < l.misses {
			continue
		}
		if wait := k.last.Add(l.life).Sub(l.now()); wait > 0 {
			return mesa.TooMany{Texto: mesa.TextMuchos(wait), Wait: wait}
		}
		delete(l.keys, key)
	}
	return nil
}

// Miss counts a miss of every key.
func (l *Locks) Miss(keys ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.keys) > 50_000 {
		for key, k := range l.keys {
			if now.Sub(k.last) > l.life {
				delete(l.keys, key)
			}
		}
	}
	for _, key := range keys {
		k := l.keys[key]
		if k == nil || now.Sub(k.last) > l.life {
			k = &lock{}
			l.keys[key] = k
		}
		k.misses++
		k.last = now
	}
}

// Hit forgets the misses of every key.
func (l *Locks) Hit(keys ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		delete(l.keys, key)
	}
}
