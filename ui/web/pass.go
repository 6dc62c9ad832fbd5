package web

import (
	"time"

	"mesadepartes/hooks/expiring"
)

// Passes let a browser go on from one page to the next without asking again who
// uses it. A pass is good once, for the browser that it was given to. Passes are
// kept in memory: after a restart the person searches again. Safe for concurrent use.
type Passes[T any] struct {
	now  func() time.Time
	life time.Duration
	all  *expiring.Map[pass[T]] // by the hash of the pass
}

type pass[T any] struct {
	opens  T
	holder string
	until  time.Time
	used   time.Time // the first time; zero before
}

// doubleClick is how long a pass that was just used counts as new: a browser that
// sends a form twice shows the last answer only.
const doubleClick = 10 * time.Second

// mostPasses bounds the memory that a flood of searches may take (about 4 MB).
const mostPasses = 10_000

// NewPasses makes passes that live so long.
func NewPasses[T any](now func() time.Time, life time.Duration) *Passes[T] {
	return &Passes[T]{now: now, life: life, all: expiring.New[pass[T]](now, mostPasses)}
}

// Give makes a pass for the holder of a secret, and remembers what the pass opens.
func (p *Passes[T]) Give(holder string, opens T) string {
	token, hash := NewSecret()
	until := p.now().Add(p.life)
	p.all.Put(hash, pass[T]{opens: opens, holder: holder, until: until}, until)
	return token
}

// Use spends a pass. fresh is false when the pass was spent before; ok is false for
// a pass that never was, is over, or was given to somebody else.
func (p *Passes[T]) Use(token, holder string) (opens T, fresh, ok bool) {
	p.all.Change(HashSecret(token), func(given pass[T], now time.Time) (pass[T], time.Time) {
		if holder == "" || given.holder != holder {
			return given, given.until
		}
		if given.used.IsZero() {
			given.used = now
		}
		opens, fresh, ok = given.opens, now.Sub(given.used) < doubleClick, true
		return given, given.until
	})
	return opens, fresh, ok
}
