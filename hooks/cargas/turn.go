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

// errInterrupted tells a client that another request took its turn. After tusd's
// own 400 a browser would give the file up; after a 423 it asks where to go on.
var errInterrupted = handler.NewError("ERR_UPLOAD_INTERRUPTED", "another request goes on with this upload", http.StatusLocked)

// locker gives an upload to one request at a time. A new request interrupts the one
// that is bringing bytes, because both mostly come from one browser whose former
// connection broke without the server noticing.
//
// tusd's own interruption is left out: it reads the body of a request while another
// goroutine sets it, it is lost when it comes before that, and it makes an error of
// an upload whose last byte had arrived.
type locker struct{ *memorylocker.MemoryLocker }

// NewLock implements handler.Locker.
func (l locker) NewLock(id string) (handler.Lock, error) {
	lock, err := l.MemoryLocker.NewLock(id)
	return turn{lock}, err
}

// turn is the lock of one upload.
type turn struct{ lock handler.Lock }

// Lock implements handler.Lock.
func (t turn) Lock(ctx context.Context, _ func()) error {
	release := func() {}
	if b, ok := ctx.Value(bodyKey{}).(*body); ok {
		release = b.interrupt
	}
	if err := t.lock.Lock(ctx, release); err != nil {
		return handler.ErrFileLocked // 423, not a failure: another request is handing the file over
	}
	return nil
}

// Unlock implements handler.Lock.
func (t turn) Unlock() error { return t.lock.Unlock() }

type bodyKey struct{}

// body is the body of a PATCH, whose reading another request may interrupt.
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

// Read implements io.Reader. A request that brought the last byte gets no error.
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

// interrupt ends the reading, also a read that waits on a dead connection. It sets
// no deadline while nothing is read, because the connection may be serving its next
// request.
func (b *body) interrupt() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.interrupted = true
	if b.reading {
		// A connection that can't have a deadline is interrupted at its next read.
		_ = http.NewResponseController(b.w).SetReadDeadline(time.Now())
	}
}
