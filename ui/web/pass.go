package web

import (
	"sync"
	"time"
)

// Passes let a browser go on from one page to the next without asking again who
// it is. A pass is good once, for the browser it was given to. They are kept in
// memory: after a restart the person searches again. Safe for concurrent use.
type Passes[T any] struct {
	now  func() time.Time
	life time.Duration
	mu   sync.Mutex
	all  map[string]*pass[T] // by the hash of the pass
}

type pass[T any] struct {
	opens  T
	holder string
	until  time.Time
	used   time.Time // first; zero before
}

// doubleClick is how long a pass that was just used counts as new: a browser that
// sends it twice shows the last answer only.
const doubleClick = 10 * time.Second

// NewPasses makes passes that live so long.
func NewPasses[T any](now func() time.Time, life time.Duration) *Passes[T] {
	return &Passes[T]{now: now, life: life, all: map[string]*pass[T]{}}
}

// Give makes a pass for the holder of a secret, and remembers what the pass opens.
func (p *Passes[T]) Give(holder string, opens T) string {
	token, hash := NewSecret()
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if len(p.all) > 10_000 { // a flood: drop what is over
		for key, old := range p.all {
			if now.After(old.until) {
				delete(p.all, key)
			}
		}
	}
	p.all[hash] = &pass[T]{opens: opens, holder: holder, until: now.Add(p.life)}
	return token
}

// Use spends a pass. fresh is false when it was spent before; ok is false for a
// pass that never was, is over, or was given to somebody else.
func (p *Passes[T]) Use(token, holder string) (opens T, fresh, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	given := p.all[HashSecret(token)]
	if given == nil || holder == "" || given.holder != holder || p.now().After(given.until) {
		return opens, false, false
	}
	now := p.now()
	if given.used.IsZero() {
		given.used = now
	}
	fresh = now.Sub(given.used) < doubleClick
	return given.opens, fresh, true
}
