package pdf

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// ErrClosed is returned by Inspect after Close.
var ErrClosed = errors.New("pdf: the inspector is closed")

// Inspector admits files with at most two warm workers. No process is started
// before the first file needs one. It is safe for concurrent use.
type Inspector struct {
	slots  chan struct{} // a token per file being inspected
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
	return &Inspector{slots: make(chan struct{}, maxWorkers), base: base, cancel: cancel}
}

// Inspect reads f from its beginning, whatever its position, and leaves the
// position alone. A file of more than maxBytes is refused unread; 0 or less is
// no limit. The error is for failures of the machinery (no child can be started,
// the disk fails, ctx is done, ErrClosed), never for a bad file.
func (i *Inspector) Inspect(ctx context.Context, f *os.File, maxBytes int64) (Verdict, error) {
	v := Verdict{Archivo: filepath.Base(f.Name()), Avisos: []Aviso{}}
	size, why, err := quickLook(f, maxBytes)
	if err != nil {
		return v, err
	}
	v.Bytes, v.Motivo = size, why
	if why == Grande {
		return v, nil // a file that is too large is not read
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(i.base, stop)()
	if why != "" {
		v.SHA256, err = hashFile(ctx, f, size)
		return v, err
	}
	if err := i.acquire(ctx); err != nil {
		return v, err
	}
	defer func() { <-i.slots }()

	// The parent hashes while the child parses. Hashing interprets nothing of the
	// file, so it is safe here, and the hash is known even when the child dies.
	sum := make(chan hashResult, 1)
	go func() {
		s, err := hashFile(ctx, f, size)
		sum <- hashResult{s, err}
	}()
	ans, err := i.ask(ctx, f, size)
	if err != nil {
		stop()
		<-sum // the hashing must not read f after Inspect has returned
		return v, i.why(err)
	}
	h := <-sum
	v.SHA256 = h.sum
	v.fill(ans)
	return v, i.why(h.err)
}

// fill copies a child's answer into the verdict.
func (v *Verdict) fill(ans answer) {
	v.Motivo, v.Folios, v.Firmas = ans.Motivo, ans.Folios, ans.Firmas
	v.Admitido = ans.Motivo == ""
	v.Avisos = append(v.Avisos, ans.Avisos...)
}

// acquire waits for one of the two slots, as long as ctx allows.
func (i *Inspector) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return i.why(err)
	}
	select {
	case i.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return i.why(ctx.Err())
	}
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
	for range maxWorkers { // Close takes every slot for good, so that no inspection is left
		i.slots <- struct{}{}
	}
	for _, w := range i.idle {
		w.stop()
	}
	if i.launcher != nil {
		i.launcher.close()
	}
	i.idle = nil
	return nil
}
