package cargas

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
)

// errInterrupted tells a client that another request took its turn. The library's
// 400 would make a browser give the file up; after a 423 it asks where to go on.
var errInterrupted = handler.NewError("ERR_UPLOAD_INTERRUPTED", "another request goes on with this upload", http.StatusLocked)

// locker lets one request at a time at an upload. Who comes interrupts who is
// bringing bytes: mostly the same browser, whose old line is dead unknown to us.
//
// The library's own interruption is left out. It reads the body of a request
// while another goroutine sets it, is lost when it comes before that, and makes
// an error of an upload whose last byte had arrived.
type locker struct{ *memorylocker.MemoryLocker }

// NewLock implements handler.Locker.
func (l locker) NewLock(id string) (handler.Lock, error) {
	lock, err := l.MemoryLocker.NewLock(id)
	return turn{lock}, err
}

type turn struct{ lock handler.Lock }

// Lock implements handler.Lock.
func (t turn) Lock(ctx context.Context, _ func()) error {
	release := func() {}
	if b, ok := ctx.Value(bodyKey{}).(*body); ok {
		release = b.interrupt
	}
	if err := t.lock.Lock(ctx, release); err != nil {
		return handler.ErrFileLocked // still handed over, which is no fault
	}
	return nil
}

// Unlock implements handler.Lock.
func (t turn) Unlock() error { return t.lock.Unlock() }

type bodyKey struct{}

// body is what a PATCH brings, until it is interrupted.
type body struct {
	io.ReadCloser
	w http.ResponseWriter

	mutex                sync.Mutex
	reading, interrupted bool
}

// interruptible gives a request a body that its lock can interrupt.
func interruptible(w http.ResponseWriter, r *http.Request) *http.Request {
	b := &body{ReadCloser: r.Body, w: w}
	r = r.WithContext(context.WithValue(r.Context(), bodyKey{}, b))
	r.Body = b
	return r
}

// Read implements io.Reader. Whoever brought the last byte is not interrupted.
func (b *body) Read(p []byte) (int, error) {
	if !b.begin() {
		return 0, errInterrupted
	}
	n, err := b.ReadCloser.Read(p)
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.reading = false
	if b.interrupted {
		// A connection whose deadline has passed cancels the requests that follow.
		b.w.Header().Set("Connection", "close")
		if err != nil && err != io.EOF {
			err = errInterrupted
		}
	}
	return n, err
}

func (b *body) begin() bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.reading = !b.interrupted
	return b.reading
}

// interrupt ends the reading, also one that waits for a dead line. It leaves a
// connection alone that nobody reads: it may be serving its next request.
func (b *body) interrupt() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.interrupted = true
	if b.reading {
		// What cannot have a deadline stops at its next read.
		_ = http.NewResponseController(b.w).SetReadDeadline(time.Now())
	}
}
