package servidor

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

const (
	// fresh is how long what a check found is told again, so that asking for the
	// health loads nobody.
	fresh = 5 * time.Second
	// patience is how long a check may take; `salud` and Docker wait a little longer.
	patience = 2500 * time.Millisecond
	// keyHeader carries the key of the data folder, from who can read the folder.
	keyHeader = "X-Mesa-Clave"
)

// Check looks at one part of the program and says why when the part is not well.
type Check struct {
	Name string
	Look func(ctx context.Context, app core.App) (mesa.Salud, string)
	// Slow is a check that may take longer than people wait: what was found before
	// is told meanwhile. Any other check that does not answer is itself a fault.
	Slow bool
	// Alarm is a check of whose atención somebody is told at once, not only of mal.
	Alarm bool
}

// finding is what a check found.
type finding struct {
	name   string
	salud  mesa.Salud
	motivo string
	alarm  bool
}

// watched is a check with what it found last. One look at a time is under way.
type watched struct {
	Check
	mu    sync.Mutex
	at    time.Time
	found finding
	busy  chan struct{} // closed when the look under way ends
}

// ask gives what the check finds, or found a moment ago.
func (w *watched) ask(ctx context.Context, app core.App) finding {
	w.mu.Lock()
	if w.busy == nil && !w.at.IsZero() && time.Since(w.at) < fresh {
		defer w.mu.Unlock()
		return w.found
	}
	if w.busy == nil {
		w.busy = make(chan struct{})
		go w.look(app)
	}
	busy := w.busy
	w.mu.Unlock()
	select {
	case <-busy:
	case <-ctx.Done():
		if !w.Slow {
			return finding{name: w.Name, salud: mesa.Mal, motivo: "no responde"}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.found
}

// look runs the check. A panic in it is a finding.
func (w *watched) look(app core.App) {
	found := finding{name: w.Name}
	defer func() {
		if p := recover(); p != nil {
			found.salud, found.motivo = mesa.Mal, fmt.Sprint("falla del programa: ", p)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.found, w.at = found, time.Now()
		close(w.busy)
		w.busy = nil
	}()
	limit := 2 * patience
	if w.Slow {
		limit = time.Hour
	}
	ctx, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	found.salud, found.motivo = w.Look(ctx, app)
}

// look asks all checks at once, the worst first.
func (r *Room) look(ctx context.Context, app core.App) []finding {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	found := make([]finding, len(r.checks))
	var all sync.WaitGroup
	for i, w := range r.checks {
		all.Go(func() {
			found[i] = w.ask(ctx, app)
			found[i].name, found[i].alarm = w.Name, w.Alarm
		})
	}
	all.Wait()
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(b.salud, a.salud) })
	return found
}

// Health asks all checks at once and tells the worst, and the reasons of those that
// are not well, the worst first.
func (r *Room) Health(ctx context.Context, app core.App) (mesa.Salud, []string) {
	found := r.look(ctx, app)
	worst := found[0].salud
	var reasons []string
	for _, f := range found {
		if f.salud != mesa.Bien {
			reasons = append(reasons, fmt.Sprintf("%s (%s): %s", f.name, f.salud, f.motivo))
		}
	}
	return worst, reasons
}

// serveHealth answers GET /salud: one word for everybody, the reasons for
// administrators and for who shows the key of the data folder.
func (r *Room) serveHealth(e *core.ServeEvent) error {
	r.Beat()
	e.Router.GET("/salud", func(e *core.RequestEvent) error {
		salud, reasons := r.Health(e.Request.Context(), e.App)
		text := salud.String() + "\n"
		if len(reasons) > 0 && (e.HasSuperuserAuth() || r.showsKey(e.Request)) {
			text += strings.Join(reasons, "\n") + "\n"
		}
		status := http.StatusOK
		if salud == mesa.Mal {
			status = http.StatusServiceUnavailable
		}
		e.Response.Header().Set("Cache-Control", "no-store")
		return e.String(status, text)
	}).Bind(apis.SkipSuccessActivityLog())
	return e.Next()
}

// showsKey tells whether who asks can read the data folder.
func (r *Room) showsKey(req *http.Request) bool {
	return r.folder != nil && subtle.ConstantTimeCompare([]byte(req.Header.Get(keyHeader)), []byte(r.folder.Clave)) == 1
}

// Beat notes that the clock's round ended.
func (r *Room) Beat() { r.beat.Store(new(r.Now())) }
