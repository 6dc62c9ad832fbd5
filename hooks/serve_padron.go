package hooks

import (
	"context"
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// startPadron starts the worker that imports SUNAT's registry beside the service,
// and ends it before the base closes.
func (d *Desk) startPadron(e *core.ServeEvent) error {
	app := e.App
	return rule.Work(e, "padron", func(ctx context.Context) {
		defer d.Padron.Close()
		rule.Job(app, "padron, resume", d.ResumePadron)
		d.workPadron(ctx, app)
	})
}

// padronRound is how often the worker looks without being told: for what waited
// for the command to end.
const padronRound = time.Minute

func (d *Desk) workPadron(ctx context.Context, app core.App) {
	tick := time.NewTicker(padronRound)
	defer tick.Stop()
	for {
		rule.Job(app, "padron", func(app core.App) error { return d.ImportPadron(ctx, app) })
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
