package consulta

import (
	"context"
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// startImports starts the worker that imports SUNAT's registry beside the service,
// and ends it before the base closes.
func (r *Room) startImports(e *core.ServeEvent) error {
	app := e.App
	return rule.Work(e, "padron", func(ctx context.Context) {
		defer r.Padron.Close()
		rule.Job(app, "padron, resume", r.ResumePadron)
		r.workPadron(ctx, app)
	})
}

// padronRound is how often the worker looks without being told, for an import that
// waited for the command to end.
const padronRound = time.Minute

func (r *Room) workPadron(ctx context.Context, app core.App) {
	tick := time.NewTicker(padronRound)
	defer tick.Stop()
	for {
		rule.Job(app, "padron", func(app core.App) error { return r.ImportPadron(ctx, app) })
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-r.wake:
		}
	}
}

func (r *Room) wakePadron() {
	select {
	case r.wake <- struct{}{}:
	default: // the worker was told already
	}
}
