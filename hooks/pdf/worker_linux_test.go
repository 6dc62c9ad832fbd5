package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// warm returns an inspector with one idle worker, and that worker.
func warm(t *testing.T) (*Inspector, *worker) {
	t.Helper()
	i := NewInspector()
	t.Cleanup(func() { _ = i.Close() })
	admit(t, i)
	return i, i.idle[0]
}

// admit has a good file inspected, whatever happened before.
func admit(t *testing.T, i *Inspector) {
	t.Helper()
	v, err := i.Inspect(t.Context(), file(t, paper{pages: 2}.bytes()), 0)
	if err != nil || !v.Admitido || v.Folios != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
}

func sendSignal(t *testing.T, w *worker, s syscall.Signal) {
	t.Helper()
	if err := w.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

type outcome struct {
	v   Verdict
	err error
}

// frozen starts an inspection by a worker that SIGSTOP holds up, and returns once
// the inspection has taken the worker.
func frozen(t *testing.T, ctx context.Context, i *Inspector, w *worker) <-chan outcome {
	t.Helper()
	sendSignal(t, w, syscall.SIGSTOP)
	f := file(t, paper{pages: 2}.bytes())
	done := make(chan outcome, 1)
	go func() {
		v, err := i.Inspect(ctx, f, 0)
		done <- outcome{v, err}
	}()
	for taken := false; !taken; runtime.Gosched() {
		i.mu.Lock()
		taken = len(i.idle) == 0
		i.mu.Unlock()
	}
	return done
}

func TestWorkerKilledMidFile(t *testing.T) {
	t.Parallel()
	i, w := warm(t)
	done := frozen(t, t.Context(), i, w)
	sendSignal(t, w, syscall.SIGKILL)
	if o := <-done; o.err != nil || !o.v.Admitido || o.v.Folios != 2 {
		t.Errorf("somebody killed the worker and the file got %+v, %v", o.v, o.err)
	}
	admit(t, i)
}

func TestWorkerKilledWhileIdle(t *testing.T) {
	t.Parallel()
	i, w := warm(t)
	sendSignal(t, w, syscall.SIGKILL)
	admit(t, i)
}

func TestWorkerTooSlow(t *testing.T) {
	t.Parallel()
	i, w := warm(t)
	w.limit = 20 * time.Millisecond
	o := <-frozen(t, t.Context(), i, w)
	if o.err != nil || o.v.Motivo != Complejo || o.v.SHA256 == "" {
		t.Errorf("%+v, %v", o.v, o.err)
	}
	admit(t, i)
}

func TestCancelledMidFile(t *testing.T) {
	t.Parallel()
	i, w := warm(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := frozen(t, ctx, i, w)
	cancel()
	if o := <-done; !errors.Is(o.err, context.Canceled) {
		t.Errorf("%+v, %v", o.v, o.err)
	}
	if err := w.cmd.Process.Signal(syscall.Signal(0)); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the worker of a cancelled inspection is still there: %v", err)
	}
	admit(t, i)
}

func TestCloseMidFile(t *testing.T) {
	t.Parallel()
	i, w := warm(t)
	done := frozen(t, t.Context(), i, w)
	if err := i.Close(); err != nil {
		t.Fatal(err)
	}
	if o := <-done; !errors.Is(o.err, ErrClosed) {
		t.Errorf("%+v, %v", o.v, o.err)
	}
}

func TestSpentCPUEndsTheChild(t *testing.T) {
	t.Parallel()
	for _, limit := range []syscall.Signal{syscall.SIGXCPU, syscall.SIGVTALRM} {
		w := freeWorker(t)
		sendSignal(t, w, limit)
		_ = w.cmd.Wait()
		if code := w.cmd.ProcessState.ExitCode(); code != exitCPU || !brokeLimit(w.cmd.ProcessState) {
			t.Errorf("%v: exit code %d, %v", limit, code, w.cmd.ProcessState)
		}
	}
}

// freeWorker is a worker that has inspected one file and belongs to the test.
func freeWorker(t *testing.T) *worker {
	t.Helper()
	i, w := warm(t)
	i.idle = nil
	t.Cleanup(w.kill)
	return w
}

func TestLimitsOfAChild(t *testing.T) {
	t.Parallel()
	w := freeWorker(t)
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", w.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]uint64{"Max core file size": 0, "Max file size": 0, "Max open files": 16}
	if !raceBuild {
		want["Max data size"] = maxData
	}
	for name, value := range want {
		if soft, hard := limitIn(t, string(text), name); soft != value || hard != value {
			t.Errorf("%s: %d and %d, want %d", name, soft, hard, value)
		}
	}
	if soft, _ := limitIn(t, string(text), "Max cpu time"); soft < 1 || soft > cpuSeconds+2 {
		t.Errorf("after a quick file the child has %d seconds of CPU", soft)
	}
}

func limitIn(t *testing.T, text, name string) (soft, hard uint64) {
	t.Helper()
	_, line, ok := strings.Cut(text, name)
	fields := strings.Fields(line)
	if !ok || len(fields) < 2 {
		t.Fatalf("no %q in %s", name, text)
	}
	return limitOf(fields[0]), limitOf(fields[1])
}

func limitOf(field string) uint64 {
	n, err := strconv.ParseUint(field, 10, 64)
	if err != nil { // "unlimited"
		return math.MaxUint64
	}
	return n
}

func TestChildKnowsNothingOfOurEnvironment(t *testing.T) {
	t.Setenv("MESA_SECRETO", "no se cuenta")
	w := freeWorker(t)
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", w.cmd.Process.Pid))
	if err != nil || strings.Contains(string(env), "SECRETO") || !strings.Contains(string(env), childEnv) {
		t.Errorf("environment %q, %v", env, err)
	}
}

func TestReplacingWorkersLeaksNoDescriptor(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	count := func() int {
		names, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	i, w := warm(t)
	before := count()
	for n := range 5 {
		f := file(t, append(selfFilter(), strings.Repeat("\n", n)...)) // known files need no worker
		if v, err := i.Inspect(t.Context(), f, 0); err != nil || v.Motivo != Complejo {
			t.Fatalf("%+v, %v", v, err)
		}
	}
	admit(t, i)
	if i.idle[0] == w {
		t.Error("the worker outlived a stack overflow")
	}
	if after := count(); after > before+6 { // the files of the test
		t.Errorf("%d descriptors before, %d after", before, after)
	}
}

// TestChildDiesWithItsParent kills a parent whose child can't notice by its input:
// another process (a cat that waits for its own input to end) holds the parent's
// end of the line as well, so the child's input does not end.
func TestChildDiesWithItsParent(t *testing.T) {
	t.Parallel()
	parent := exec.Command("/proc/self/exe")
	parent.Env = append(os.Environ(), helperEnv+"="+file(t, paper{pages: 1}.bytes()).Name())
	hold, err := parent.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	var pid int
	if _, err := fmt.Fscanln(out, &pid); err != nil {
		t.Fatal(err)
	}
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if !ends(fd) {
		_ = unix.PidfdSendSignal(fd, unix.SIGKILL, nil, 0)
		t.Error("the child outlived its parent")
	}
	_ = hold.Close()
	_ = parent.Wait()
}

// ends waits for the end of a process, ten seconds at most.
func ends(pidfd int) bool {
	gone := []unix.PollFd{{Fd: int32(pidfd), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(gone, 10_000)
		if !errors.Is(err, unix.EINTR) {
			return n == 1 && err == nil
		}
	}
}

// beKilled inspects the named file, lets another process hold its end of the line
// to the worker, prints the worker's process id and waits.
func beKilled(name string) {
	i := NewInspector()
	f, err := os.Open(name)
	if err == nil {
		_, err = i.Inspect(context.Background(), f, 0)
	}
	var line *os.File
	if err == nil {
		line, err = i.idle[0].line.conn.File()
	}
	if err == nil {
		cat := exec.Command("cat")
		cat.Stdin, cat.ExtraFiles = os.Stdin, []*os.File{line}
		err = cat.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(i.idle[0].cmd.Process.Pid)
	<-make(chan struct{})
}
