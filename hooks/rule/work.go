package rule

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// patience is how long the end of the program waits for work under way.
const patience = 5 * time.Second

// Work runs beside the server from its start until the program ends: the context
// is done then, and what is under way gets five seconds before the base closes.
func Work(e *core.ServeEvent, name string, work func(ctx context.Context)) error {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	OnEnd(e.App, name, func() {
		stop()
		select {
		case <-done:
		case <-time.After(patience):
		}
	})
	app := e.App
	if err := e.Next(); err != nil {
		close(done)
		return err
	}
	go func() {
		defer close(done)
		defer Survive(app, name)
		work(ctx)
	}()
	return nil
}

// Job runs one job and logs what went wrong: nobody waits for its answer.
func Job(app core.App, name string, run func(core.App) error) {
	defer Survive(app, name)
	if err := run(app); err != nil {
		app.Logger().Error("job failed", "job", name, "error", err)
	}
}

// Survive is deferred by a goroutine of ours: a panic in it would end the whole
// program, and with it every request under way.
func Survive(app core.App, name string) {
	if r := recover(); r != nil {
		app.Logger().Error("panic survived", "in", name, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
	}
}
