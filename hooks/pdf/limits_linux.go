package pdf

import (
	"fmt"
	"math"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// setLimits limits the child's resources before it reads a byte. It leaves
// RLIMIT_AS alone: Go reserves address space that it never uses, and at 1 GiB
// even a tiny file fails.
func setLimits() error {
	for _, l := range []struct {
		name  string
		which int
		value uint64
	}{
		{"core", unix.RLIMIT_CORE, 0},
		{"fsize", unix.RLIMIT_FSIZE, 0},
		{"nofile", unix.RLIMIT_NOFILE, 16},
		{"cpu", unix.RLIMIT_CPU, (filesPerLife + 2) * cpuSeconds},
		{"data", unix.RLIMIT_DATA, maxData},
	} {
		if raceBuild && l.which == unix.RLIMIT_DATA {
			continue // the race detector's shadow memory alone is larger
		}
		if err := lower(l.which, l.value); err != nil {
			return fmt.Errorf("pdf: limit %s: %w", l.name, err)
		}
	}
	// The soft CPU limit sends SIGXCPU and the timer SIGVTALRM. Go ignores both
	// unless a program asks for them.
	over := make(chan os.Signal, 1)
	signal.Notify(over, syscall.SIGXCPU, syscall.SIGVTALRM)
	go func() {
		<-over
		os.Exit(exitCPU)
	}()
	return nil
}

// lower sets the soft and the hard limit to value, or to the present hard limit
// when that is stricter.
func lower(which int, value uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(which, &now); err != nil {
		return err
	}
	value = min(value, now.Max)
	return unix.Setrlimit(which, &unix.Rlimit{Cur: value, Max: value})
}

// budgetCPU gives the next file so much CPU: to the microsecond by a timer of the time
// spent in the program itself, and by RLIMIT_CPU, which counts whole seconds, for all
// of it. RLIMIT_CPU counts from the start of the process, so the soft limit rises
// with each file of a worker.
func budgetCPU(budget time.Duration) {
	_, _ = unix.Setitimer(unix.ITIMER_VIRTUAL, unix.Itimerval{Value: unix.NsecToTimeval(budget.Nanoseconds())})
	var used unix.Rusage
	var now unix.Rlimit
	if unix.Getrusage(unix.RUSAGE_SELF, &used) != nil || unix.Getrlimit(unix.RLIMIT_CPU, &now) != nil {
		return // the hard limit and the parent's clock still hold
	}
	spent := uint64(used.Utime.Sec+used.Stime.Sec) + 1
	now.Cur = min(spent+uint64(math.Ceil(budget.Seconds())), now.Max)
	_ = unix.Setrlimit(unix.RLIMIT_CPU, &now)
}
