package hooks

import (
	"context"
	"errors"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

func (d *Desk) bindJobs(app core.App) {
	rule.OnServerAt(7, app.OnServe(), "jobs", d.startJobs)
}

// startJobs starts the outbox and the clock's own work. Each job is idempotent
// and looks at what is due now, so nothing is lost while the program is down.
func (d *Desk) startJobs(e *core.ServeEvent) error {
	app := e.App
	app.Cron().MustAdd("mesa_terms", "* * * * *", func() { rule.Job(app, "terms", d.Tick) })
	app.Cron().MustAdd("mesa_purge", "7 * * * *", func() { rule.Job(app, "purge", d.Purge) })
	return rule.Work(e, "jobs", func(ctx context.Context) {
		rule.Job(app, "terms", d.Tick)
		rule.Job(app, "orphans", d.Servidor.PurgeOrphans)
		d.Mailer.Work(ctx, app)
	})
}

// Tick is the round of each minute: the legal clock, then what the administrators
// must know of the registers.
func (d *Desk) Tick(app core.App) error {
	return errors.Join(d.Reloj.Tick(app), d.Consulta.TellCredentials(app))
}

// Purge is the round of each hour: what nobody needs any more.
func (d *Desk) Purge(app core.App) error {
	unsent := func(m cargas.Meta) bool { return d.Borrador.Unsent(app, m["borrador"], m["subsanacion"]) }
	return errors.Join(d.Servidor.Purge(app), cargas.Purge(cargas.Folder(app.DataDir()), unsent))
}
