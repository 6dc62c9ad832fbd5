package pdf

import "time"

// A file's budget grows with its size, because a small file that needs long is an
// attack: of the real files none needs more than 7 ms below 10 kB, nor
// more than 0.2 s for a megabyte.
const (
	cpuBase    = 200 * time.Millisecond
	cpuPerMB   = time.Second
	wallFactor = 20 // on a loaded machine a child gets a twentieth of a processor
)

// cpuBudget is the processor time for a file of so many bytes.
func cpuBudget(size int64) time.Duration {
	if raceBuild {
		return cpuSeconds * time.Second // the race detector makes the child ten times slower
	}
	return budgetBySize(size)
}

func budgetBySize(size int64) time.Duration {
	return min(cpuBase+time.Duration(size)*cpuPerMB/(1<<20), cpuSeconds*time.Second)
}

// wallBudget is the time by the clock.
func wallBudget(size int64) time.Duration { return min(wallFactor*cpuBudget(size), askTimeout) }
