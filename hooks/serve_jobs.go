package hooks

import (
	"context"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// startJobs starts the outbox and the clock's own work. Each job is idempotent
// and looks at what is due now, so nothing is lost while the program is down.
func (d *Desk) startJobs(e *core.ServeEvent) error {
	app := e.App
	app.Cron().MustAdd("mesa_terms", "* * * * *", func() { rule.Job(app, "terms", d.Tick) })
	app.Cron().MustAdd("mesa_purge", "7 * * * *", func() { rule.Job(app, "purge", d.Purge) })
	return rule.Work(e, "jobs", func(ctx context.Context) {
		rule.Job(app, "terms", d.Tick)
		rule.Job(app, "orphans", d.PurgeOrphans)
		d.Mailer.Work(ctx, app)
	})
}
