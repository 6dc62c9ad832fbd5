package hooks

import (
	"context"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// openMailbox keeps the mails on the machine under --dev while no mail server is set.
func (d *Desk) openMailbox(e *core.ServeEvent) error {
	if e.App.IsDev() && !e.App.Settings().SMTP.Enabled && d.Mailer.Mailbox == nil {
		d.Mailer.Mailbox = correo.NewMailbox(d.Now)
		d.Mailer.Mailbox.Catch(e.App)
	}
	return e.Next()
}

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
