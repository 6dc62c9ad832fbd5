package demo

import (
	"sync/atomic"
	"time"
)

// Clock is the program's clock, which the demo alone moves: its filings came in during the
// six weeks before.
type Clock struct {
	real  func() time.Time
	moved atomic.Pointer[time.Time]
}

// NewClock makes a clock that shows the real time until it is set.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now is the instant that the clock shows.
func (c *Clock) Now() time.Time {
	if at := c.moved.Load(); at != nil {
		return *at
	}
	return c.real()
}

// Set makes the clock stand at an instant.
func (c *Clock) Set(at time.Time) { c.moved.Store(&at) }
