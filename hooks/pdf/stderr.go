package pdf

import (
	"strings"
	"sync"
)

// excerpt keeps the first 1,024 bytes of a child's standard error, where Go says
// why the child died, and drops the rest, because a hostile file must not fill
// the parent's memory.
type excerpt struct {
	mu   sync.Mutex
	text []byte
}

func (t *excerpt) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 1024 - len(t.text); room > 0 {
		t.text = append(t.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

func (t *excerpt) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.text))
}
