package pdf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrClosed is returned by Inspect after Close.
var ErrClosed = errors.New("pdf: the inspector is closed")

// Inspector admits files with at most two warm workers. No process is started
// before the first file needs one. It is safe for concurrent use.
type Inspector struct {
	queue  *queue
	known  known
	base   context.Context
	cancel context.CancelFunc

	mu       sync.Mutex
	idle     []*worker // the last one is taken first, so that a second worker starts only while the first is busy
	launcher *launcher
	closed   bool
}

// NewInspector returns an Inspector that has started nothing yet.
func NewInspector() *Inspector {
	base, cancel := context.WithCancel(context.Background())
	return &Inspector{queue: newQueue(time.Now), known: newKnown(time.Now), base: base, cancel: cancel}
}

// Inspect is InspectFrom for a file whose sender is nobody in particular.
func (i *Inspector) Inspect(ctx context.Context, f *os.File, maxBytes int64) (Verdict, error) {
	return i.InspectFrom(ctx, Sender{}, f, maxBytes)
}

// InspectFrom reads f from its beginning, whatever its position, and leaves the
// position alone. A file of more than maxBytes is refused unread; 0 or less is
// no limit. The error is Busy when too many files wait for their turn. Any other is
// for failures of the machinery (no child can be started, the disk fails, ctx is
// done, ErrClosed), never for a bad file.
func (i *Inspector) InspectFrom(ctx context.Context, from Sender, f *os.File, maxBytes int64) (Verdict, error) {
	v := Verdict{Archivo: filepath.Base(f.Name()), Avisos: []Aviso{}}
	size, why, err := quickLook(f, maxBytes)
	if err != nil {
		return v, err
	}
	v.Bytes, v.Motivo = size, why
	if why == NoEsPDF {
		v.Es = KindOf(f, size)
	}
	if why == Grande {
		return v, nil // a file that is too large is not read
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(i.base, stop)()
	if why != "" || i.known.size(size) {
		v.SHA256, err = hashFile(ctx, f, size)
		if err == nil && why == "" && i.known.sum(v.SHA256) {
			v.Motivo = Complejo
		}
		if err != nil || v.Motivo != "" {
			return v, i.why(err)
		}
	}
	turn, err := i.queue.enter(ctx, from)
	if err != nil {
		return v, i.why(err)
	}
	begun := time.Now()
	v, err = i.inTurn(ctx, stop, f, v)
	cost := time.Since(begun)
	if v.Motivo == Complejo {
		cost += complexDebt
	}
	i.queue.leave(turn, cost)
	return v, i.why(err)
}

// inTurn has a child parse the file while the parent hashes it. Hashing interprets
// nothing of the file, so it is safe here, and the hash is known even when the child
// dies.
func (i *Inspector) inTurn(ctx context.Context, stop func(), f *os.File, v Verdict) (Verdict, error) {
	sum := make(chan hashResult, 1)
	go func() {
		var h hashResult
		defer func() {
			if p := recover(); p != nil {
				h.err = fmt.Errorf("pdf: panic while hashing: %v", p)
			}
			sum <- h
		}()
		h.sum, h.err = hashFile(ctx, f, v.Bytes)
	}()
	ans, err := i.ask(ctx, request{job: jobInspect, file: f, size: v.Bytes})
	if err != nil {
		stop()
		<-sum // the hashing must not read f after Inspect has returned
		return v, err
	}
	h := <-sum
	v.SHA256 = h.sum
	v.fill(ans)
	if ans.Motivo == Complejo && !ans.slow && h.err == nil {
		i.known.add(v)
	}
	return v, h.err
}

// fill copies a child's answer into the verdict.
func (v *Verdict) fill(ans answer) {
	v.Motivo, v.Folios, v.Firmas = ans.Motivo, ans.Folios, ans.Firmas
	v.Admitido = ans.Motivo == ""
	v.Avisos, v.Blancas = append(v.Avisos, ans.Avisos...), ans.Blancas
}

// why returns ErrClosed for an error that closing the inspector caused, and any
// other error, such as that of the caller's ctx, as it is.
func (i *Inspector) why(err error) error {
	if err != nil && i.base.Err() != nil {
		return ErrClosed
	}
	return err
}

// Close stops the workers, also those at work, and waits for them.
func (i *Inspector) Close() error {
	i.mu.Lock()
	again := i.closed
	i.closed = true
	i.mu.Unlock()
	if again {
		return nil
	}
	i.cancel()
	i.queue.empty()
	for _, w := range i.idle {
		w.stop()
	}
	if i.launcher != nil {
		i.launcher.close()
	}
	i.idle = nil
	return nil
}

// AtWork tells how many files are looked at now, and how many wait for their turn.
func (i *Inspector) AtWork() (running, waiting int) {
	i.queue.mu.Lock()
	defer i.queue.mu.Unlock()
	return i.queue.running, len(i.queue.waiting)
}
