package hooks

import (
	"context"
	"time"

	"mesadepartes/hooks/correo"

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
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	e.App.OnTerminate().BindFunc(func(te *core.TerminateEvent) error {
		stop()
		select { // a mail on its way ends before the base closes
		case <-done:
		case <-time.After(5 * time.Second):
		}
		return te.Next()
	})
	app := e.App
	app.Cron().MustAdd("mesa_terms", "* * * * *", func() { d.job(app, "terms", d.Tick) })
	app.Cron().MustAdd("mesa_purge", "7 * * * *", func() { d.job(app, "purge", d.Purge) })
	if err := e.Next(); err != nil {
		close(done)
		return err
	}
	go func() {
		defer close(done)
		d.job(app, "terms", d.Tick)
		d.job(app, "orphans", d.PurgeOrphans)
		d.Mailer.Work(ctx, app)
	}()
	return nil
}

func (d *Desk) job(app core.App, name string, run func(core.App) error) {
	if err := run(app); err != nil {
		app.Logger().Error("job failed", "job", name, "error", err)
	}
}
