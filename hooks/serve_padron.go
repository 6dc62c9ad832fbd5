package hooks

import (
	"context"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// startPadron starts the worker that imports SUNAT's registry beside the service,
// and ends it before the base closes.
func (d *Desk) startPadron(e *core.ServeEvent) error {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	e.App.OnTerminate().BindFunc(func(te *core.TerminateEvent) error {
		stop()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
		}
		d.Padron.Close()
		return te.Next()
	})
	app := e.App
	if err := e.Next(); err != nil {
		close(done)
		return err
	}
	go func() {
		defer close(done)
		d.job(app, "padron, resume", d.ResumePadron)
		d.workPadron(ctx, app)
	}()
	return nil
}

// padronRound is how often the worker looks without being told: for what waited
// for the command to end.
const padronRound = time.Minute

func (d *Desk) workPadron(ctx context.Context, app core.App) {
	tick := time.NewTicker(padronRound)
	defer tick.Stop()
	for {
		d.job(app, "padron", func(app core.App) error { return d.ImportPadron(ctx, app) })
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-d.padronWake:
		}
	}
}

func (d *Desk) wakePadron() {
	select {
	case d.padronWake <- struct{}{}:
	default: // it will look anyway
	}
}
