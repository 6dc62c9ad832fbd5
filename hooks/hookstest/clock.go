package hookstest

import (
	"sync"
	"time"
)

// Clock stands still until the test moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// At makes a clock that shows an RFC 3339 instant.
func At(instant string) *Clock {
	c := &Clock{}
	c.Set(instant)
	return c
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an RFC 3339 instant.
func (c *Clock) Set(instant string) {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Add moves the clock forward.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
