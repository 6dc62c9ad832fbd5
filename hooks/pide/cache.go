package pide

import (
	"time"

	"mesadepartes/hooks/expiring"
)

const (
	cacheSize    = 500
	cacheFound   = 10 * time.Minute
	cacheMissing = time.Minute
)

// cache remembers answers for a while, so that going back and forth in the form
// asks nobody again: only names that were found, and that a number is nobody's.
type cache struct {
	now     func() time.Time
	answers *expiring.Map[answer]
}

type answer struct {
	result Result
	err    error
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, answers: expiring.New[answer](now, cacheSize)}
}

func (c *cache) get(key string) (Result, error, bool) {
	a, ok := c.answers.Get(key)
	return a.result, a.err, ok
}

func (c *cache) put(key string, result Result, err error) {
	life := cacheFound
	if err != nil {
		life = cacheMissing
	}
	c.answers.Put(key, answer{result, err}, c.now().Add(life))
}
