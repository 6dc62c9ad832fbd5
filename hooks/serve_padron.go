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
		d.job(app, "padron, resume", resumeCargas)
		d.wakePadron()
		for {
			select {
			case <-ctx.Done():
				return
			case <-d.padronWake:
				d.job(app, "padron", func(app core.App) error { return d.ImportPadron(ctx, app) })
			}
		}
	}()
	return nil
}

func (d *Desk) wakePadron() {
	select {
	case d.padronWake <- struct{}{}:
	default: // it will look anyway
	}
}
