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

// Cron adds a job to PocketBase's cron. A round that comes while the last one is under
// way is left out. The end of the program lets no other begin and gives the one under
// way five seconds, because PocketBase itself closes the base beneath it.
func Cron(app core.App, name, schedule string, run func(context.Context, core.App) error) {
	ctx, stop := context.WithCancel(context.Background())
	turn := make(chan struct{}, 1)
	OnEnd(app, "cron "+name, func() {
		stop()
		select {
		case turn <- struct{}{}: // and keeps it
		case <-time.After(patience):
		}
	})
	app.Cron().MustAdd("mesa_"+name, schedule, func() {
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
			Job(app, name, func(app core.App) error { return run(ctx, app) })
		default:
		}
	})
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
