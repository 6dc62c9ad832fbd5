package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// launcher starts children from one goroutine that never leaves its thread.
// Linux sends the "parent died" signal when the *thread* that forked ends, so
// a child started from any other goroutine could be killed at random.
type launcher struct {
	jobs chan chan launch
}

// launch is the outcome of starting one child.
type launch struct {
	w   *worker
	err error
}

func newLauncher() *launcher {
	l := &launcher{jobs: make(chan chan launch)}
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread() // all children are gone when jobs closes
		for reply := range l.jobs {
			reply <- launchOne()
		}
	}()
	return l
}

// launchOne turns a panic into an error, because the goroutine must go on launching.
func launchOne() (s launch) {
	defer func() {
		if p := recover(); p != nil {
			s.err = fmt.Errorf("pdf: panic while starting a child: %v", p)
		}
	}()
	s.w, s.err = startWorker()
	return s
}

func (l *launcher) start() (*worker, error) {
	reply := make(chan launch, 1)
	l.jobs <- reply
	s := <-reply
	return s.w, s.err
}

func (l *launcher) close() { close(l.jobs) }

// childProcess prepares the command. It gives the child an environment of its
// own, so that no secret of the server reaches a process that reads strangers'
// files.
func childProcess() (*exec.Cmd, error) {
	if os.Getenv(childEnv) != "" {
		// A program that does not ask IsChild would start itself without end.
		return nil, fmt.Errorf("pdf: this program does not call pdf.ChildMain (see pdf.IsChild)")
	}
	exe, err := executable()
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	cmd := exec.Command(exe, childCommand)
	cmd.Env = append(systemEnv(), childEnv+"=1", "GOMAXPROCS=1", "GOTRACEBACK=single")
	if raceBuild {
		cmd.Env = append(cmd.Env, "GORACE=atexit_sleep_ms=0") // else the race detector delays each exit by a second
	}
	cmd.Args[0] = os.Args[0] // `ps` shows this name; /proc/self/exe would not name the program
	return cmd, nil
}
