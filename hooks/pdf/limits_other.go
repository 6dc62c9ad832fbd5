//go:build !linux

package pdf

import "time"

// setLimits has nothing to set here: the parent's clock, Go's stack limit and
// the reader's budget still hold.
func setLimits() error { return nil }

func budgetCPU(time.Duration) {}
