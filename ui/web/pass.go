package web

import (
	"time"

	"mesadepartes/hooks/expiring"
)

// Passes let a browser go on from one page to the next without asking again who
// uses it. A pass is good once, for the browser that it was given to. Passes are
// kept in memory: after a restart the person searches again. Safe for concurrent use.
type Passes struct {
	now  func() time.Time
	life time.Duration
	all  *expiring.Map[pass] // by the hash of the pass
}

// Pass is what was shown to the browser: a filing, and whether its address was
// proved with a code.
type Pass struct {
	Filing string
	Proved bool
	Secret string // of the correction that the pass opens, made with the pass
}

type pass struct {
	Pass
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
func NewPasses(now func() time.Time, life time.Duration) *Passes {
	return &Passes{now: now, life: life, all: expiring.New[pass](now, mostPasses)}
}

// Give makes a pass for the holder of a secret.
func (p *Passes) Give(holder string, what Pass) string {
	token, hash := NewSecret()
	what.Secret, _ = NewSecret()
	until := p.now().Add(p.life)
	p.all.Put(hash, pass{Pass: what, holder: holder, until: until}, until)
	return token
}

// Use spends a pass. fresh is false when the pass was spent before; ok is false for
// a pass that never was, is over, or was given to somebody else.
func (p *Passes) Use(token, holder string) (what Pass, fresh, ok bool) {
	p.all.Change(HashSecret(token), func(given pass, now time.Time) (pass, time.Time) {
		if holder == "" || given.holder != holder {
			return given, given.until
		}
		if given.used.IsZero() {
			given.used = now
		}
		what, fresh, ok = given.Pass, now.Sub(given.used) < doubleClick, true
		return given, given.until
	})
	return what, fresh, ok
}
