package web

import (
	"time"

	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
)

// Locks closes a key (a number or a document, from one neighbourhood) for a while after
// too many searches that found nothing. Safe for concurrent use.
type Locks struct {
	now    func() time.Time
	misses int
	life   time.Duration
	keys   *expiring.Map[lock]
}

// lock counts the misses of a key.
type lock struct {
	misses int
	last   time.Time
}

// NewLocks closes a key for life after the given number of misses.
func NewLocks(now func() time.Time, misses int, life time.Duration) *Locks {
	return &Locks{now: now, misses: misses, life: life, keys: expiring.New[lock](now, mostKeys)}
}

// Check refuses with mesa.TooMany while any of the keys is closed.
func (l *Locks) Check(keys ...string) error {
	for _, key := range keys {
		k, _ := l.keys.Get(key)
		if wait := k.last.Add(l.life).Sub(l.now()); k.misses >= l.misses && wait > 0 {
			return mesa.TooMany{Texto: mesa.TextBusquedaCerrada(wait), Wait: wait}
		}
	}
	return nil
}

// Miss counts a miss of a guess, and of every key that the guess is made of. A guess that
// missed a moment ago tells nothing new, so it counts against itself alone: who mistypes the
// same pair again and again closes no more than that pair.
func (l *Locks) Miss(guess string, keys ...string) {
	if l.count(guess) > 1 {
		return
	}
	for _, key := range keys {
		l.count(key)
	}
}

// count counts a miss of a key and gives how many there are by now.
func (l *Locks) count(key string) (misses int) {
	l.keys.Change(key, func(k lock, now time.Time) (lock, time.Time) {
		misses = k.misses + 1
		return lock{misses, now}, now.Add(l.life)
	})
	return misses
}

// Hit forgets the misses of every key.
func (l *Locks) Hit(keys ...string) {
	for _, key := range keys {
		l.keys.Delete(key)
	}
}
