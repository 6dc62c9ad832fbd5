package pide

import (
	"sync"
	"time"
)

const (
	cacheSize    = 500
	cacheFound   = 10 * time.Minute
	cacheMissing = time.Minute
)

// cache remembers answers for a while, so that going back and forth in the form
// asks nobody again. Only names that were found, and that nobody was.
type cache struct {
	now     func() time.Time
	mu      sync.Mutex
	answers map[string]remembered
	order   []string // oldest first, as answers has them
}

type remembered struct {
	result Result
	err    error
	dies   time.Time
}

func newCache(now func() time.Time) *cache {
	return &cache{now: now, answers: map[string]remembered{}}
}

func (c *cache) get(key string) (Result, error, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a, ok := c.answers[key]
	return a.result, a.err, ok && c.now().Before(a.dies)
}

func (c *cache) put(key string, result Result, err error) {
	life := cacheFound
	if err != nil {
		life = cacheMissing
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, again := c.answers[key]; !again {
		c.order = append(c.order, key)
	}
	c.answers[key] = remembered{result, err, c.now().Add(life)}
	if len(c.order) > cacheSize {
		delete(c.answers, c.order[0])
		c.order = c.order[1:]
	}
}
