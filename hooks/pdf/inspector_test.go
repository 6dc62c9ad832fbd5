package pdf

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestWorkerIsReplacedAfterFiftyFiles(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	f := file(t, paper{pages: 1}.bytes())
	inspect := func() {
		if v, err := i.Inspect(t.Context(), f, 0); err != nil || !v.Admitido {
			t.Fatalf("%+v, %v", v, err)
		}
	}
	inspect()
	first := i.idle[0]
	for range filesPerLife - 2 {
		inspect()
	}
	if len(i.idle) != 1 || i.idle[0] != first {
		t.Fatal("one file after another should meet one and the same worker")
	}
	inspect()
	if len(i.idle) != 0 || first.cmd.ProcessState == nil {
		t.Errorf("after %d files the worker lives", filesPerLife)
	}
	inspect()
	if len(i.idle) != 1 || i.idle[0] == first {
		t.Error("no fresh worker took the next file")
	}
}

func TestWorkerThatAsksForItIsReplaced(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	w, err := i.take()
	if err != nil {
		t.Fatal(err)
	}
	i.give(w, true)
	if len(i.idle) != 0 || w.cmd.ProcessState == nil {
		t.Error("it was kept")
	}
}

func TestWorkerThatMetABreachIsReplaced(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	for name, content := range map[string][]byte{"budget": aliases(2000, 4<<20), "stack": selfFilter()} {
		v, err := i.Inspect(t.Context(), file(t, content), 0)
		if err != nil || v.Motivo != Complejo || len(i.idle) != 0 {
			t.Errorf("%s: %+v, %v, %d workers kept", name, v, err, len(i.idle))
		}
	}
}

func TestCancelledWhileQueued(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	var long []*ticket // as two long files would
	for range maxWorkers {
		turn, err := i.queue.enter(t.Context(), Sender{})
		if err != nil {
			t.Fatal(err)
		}
		long = append(long, turn)
	}
	ctx, cancel := context.WithCancel(t.Context())
	f := file(t, paper{pages: 1}.bytes())
	done := make(chan error)
	go func() {
		_, err := i.Inspect(ctx, f, 0)
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for _, turn := range long {
		i.queue.leave(turn, 0)
	}
	if v, err := i.Inspect(t.Context(), f, 0); err != nil || !v.Admitido {
		t.Errorf("afterwards: %+v, %v", v, err)
	}
}

func TestConcurrentUse(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	some := append(goodSamples(), sample{name: "overflow", content: selfFilter(), motivo: Complejo})
	var all sync.WaitGroup
	for range 6 {
		for n, s := range some {
			f := file(t, s.content)
			all.Go(func() {
				v, err := i.InspectFrom(t.Context(), Sender{Address: fmt.Sprint(n)}, f, 0)
				for busy := (Busy{}); errors.As(err, &busy); { // a slow machine: as a browser does, again
					v, err = i.InspectFrom(t.Context(), Sender{Address: fmt.Sprint(n)}, f, 0)
				}
				if err != nil {
					t.Errorf("%s: %v", s.name, err)
					return
				}
				checkVerdict(t, v, s)
			})
		}
	}
	all.Wait()
	if n := len(i.idle); n > maxWorkers {
		t.Errorf("%d workers", n)
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	f := file(t, paper{pages: 1}.bytes())
	if _, err := i.Inspect(t.Context(), f, 0); err != nil {
		t.Fatal(err)
	}
	w := i.idle[0]
	if err := errors.Join(i.Close(), i.Close()); err != nil {
		t.Fatal(err)
	}
	if w.cmd.ProcessState == nil {
		t.Error("the worker lives")
	}
	if _, err := i.Inspect(t.Context(), f, 0); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// A program that doesn't call ChildMain must get an error, not verdicts on its
// users' files, and must not start itself without end.
func TestProgramsThatForgetChildMain(t *testing.T) {
	t.Run("inside such a child", func(t *testing.T) {
		t.Setenv(childEnv, "1")
		i := NewInspector()
		defer i.Close()
		_, err := i.Inspect(t.Context(), file(t, paper{pages: 1}.bytes()), 0)
		if err == nil || !strings.Contains(err.Error(), "ChildMain") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("its parent", func(t *testing.T) {
		w := &worker{answer: bufio.NewReader(strings.NewReader("Usage: mesadepartes\n"))}
		if err := w.greeted(); !errors.Is(err, errStranger) {
			t.Errorf("got %v", err)
		}
		w = &worker{answer: bufio.NewReader(strings.NewReader(strings.Repeat("x", 2*maxAnswer)))}
		if err := w.greeted(); !errors.Is(err, errStranger) {
			t.Errorf("got %v", err)
		}
	})
}

func TestIsChild(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]bool{
		"mesadepartes " + childCommand:        true,
		"mesadepartes":                        false,
		"mesadepartes serve":                  false,
		"mesadepartes " + childCommand + " x": false,
	} {
		if IsChild(strings.Fields(args)) != want {
			t.Errorf("%q: want %v", args, want)
		}
	}
}
