package pdf

import (
	"context"
	"errors"
	"fmt"
)

// ask has a worker do what a request asks for. When the file kills the child, the verdict is
// Complejo. When the child was dead before, or something outside killed it, ask
// tries the file once more with another child, because an operator's kill must
// not refuse a citizen's document.
func (i *Inspector) ask(ctx context.Context, req request) (answer, error) {
	for range 2 {
		w, err := i.take()
		if err != nil {
			return answer{}, err
		}
		ans, err := w.do(ctx, req)
		switch {
		case err == nil && ans.Fault != "":
			w.kill()
			return ans, fmt.Errorf("pdf: %s", ans.Fault)
		case err == nil:
			i.give(w, ans.Replace)
			return ans, nil
		case errors.Is(err, errBreach):
			return answer{Motivo: Complejo}, nil
		case errors.Is(err, errTimeout):
			return answer{Motivo: Complejo, slow: true}, nil
		case !errors.Is(err, errKilled):
			return answer{}, err
		}
	}
	// Something outside killed both children. On a small machine that is the
	// kernel's out-of-memory killer, and both children had only the file in common.
	return answer{Motivo: Complejo, slow: true}, nil
}

// take returns a warm worker, or a new one when none is idle.
func (i *Inspector) take() (*worker, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return nil, ErrClosed
	}
	if n := len(i.idle); n > 0 {
		w := i.idle[n-1]
		i.idle = i.idle[:n-1]
		return w, nil
	}
	if i.launcher == nil {
		i.launcher = newLauncher()
	}
	return i.launcher.start()
}

// give returns a worker after a file, unless it has to be replaced.
func (i *Inspector) give(w *worker, replace bool) {
	w.files++
	i.mu.Lock()
	keep := !replace && w.files < filesPerLife && !i.closed
	if keep {
		i.idle = append(i.idle, w)
	}
	i.mu.Unlock()
	if !keep {
		w.stop()
	}
}
