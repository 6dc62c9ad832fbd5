package cargas

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
)

// patience is how long a request waits for the one before it, which may be
// handing a whole file over.
const patience = 20 * time.Second

// errTaken is what a client gets whose upload another request goes on with: its
// own line was thought dead. 423 lets it ask again.
var errTaken = handler.NewError("ERR_UPLOAD_TAKEN", "another request goes on with this upload", http.StatusLocked)

// turns lets one request at a time at an upload; the newest has the say. The
// library's own locker does this too, but interrupts a request through its
// context, where the library has a data race.
type turns struct {
	mu      sync.Mutex
	holders map[string]*holder
}

// holder is the request whose turn it is.
type holder struct {
	stop func()
	over chan struct{}
}

// take stops the request before, waits until it is over, and gives the turn;
// stop must make its holder end soon. ok is false when ctx or patience end first.
func (t *turns) take(ctx context.Context, id string, stop func()) (leave func(), ok bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	mine := &holder{stop: stop, over: make(chan struct{})}
	for {
		t.mu.Lock()
		before := t.holders[id]
		if before == nil {
			t.holders[id] = mine
			t.mu.Unlock()
			return func() { t.leave(id, mine) }, true
		}
		t.mu.Unlock()
		before.stop()
		select {
		case <-before.over:
		case <-ctx.Done():
			return nil, false
		}
	}
}

func (t *turns) leave(id string, mine *holder) {
	t.mu.Lock()
	delete(t.holders, id)
	t.mu.Unlock()
	close(mine.over)
}

// body is a request's body that another request may end.
type body struct {
	io.ReadCloser
	deadline func(time.Time) error // of the connection's reads
	taken    atomic.Bool
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if b.taken.Load() {
		return 0, errTaken
	}
	n, err := b.ReadCloser.Read(p)
	if err != nil && b.taken.Load() {
		err = errTaken // it was our deadline
	}
	return n, err
}

// stop ends the read that waits and all later ones.
func (b *body) stop() {
	b.taken.Store(true)
	_ = b.deadline(time.Now()) // a connection without deadlines ends by itself
}

// exclusive serves a request in its turn at an upload.
func (s *Store) exclusive(w http.ResponseWriter, r *http.Request, id string, serve func(*http.Request)) {
	b := &body{ReadCloser: r.Body, deadline: http.NewResponseController(w).SetReadDeadline}
	leave, ok := s.turns.take(r.Context(), id, b.stop)
	if !ok {
		http.Error(w, errTaken.Message, http.StatusLocked)
		return
	}
	defer leave()
	// The library watches the context beside its work, without a lock: it may end
	// only after the answer. A line that breaks ends the body.
	ctx, end := context.WithCancel(context.WithoutCancel(r.Context()))
	defer end()
	r = r.WithContext(ctx)
	r.Body = b
	serve(r)
}
