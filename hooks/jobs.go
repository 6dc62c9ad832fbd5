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
	rule.Cron(app, "terms", "* * * * *", each(d.Tick))
	rule.Cron(app, "purge", "7 * * * *", each(d.Purge))
	rule.Cron(app, "book", "11 8 * * *", each(d.Libro.Look)) // 03:11 in Lima
	rule.Cron(app, "orphans", "26 8 * * *", d.PurgeOrphans)
	rule.Cron(app, "head", "56 8 * * *", each(d.Registro.Head)) // 03:56 in Lima
	rule.Cron(app, "signatures", "*/5 * * * *", d.Registro.SignWaiting)
	rule.Cron(app, "sample", "41 8 * * *", each(d.Borrador.Sample)) // 03:41 in Lima
	rule.Cron(app, "replica", "51 8 * * *", d.Replica.Round)        // 03:51 in Lima
	rule.Cron(app, "copy", "16 * * * *", d.Respaldo.Round)
	return rule.Work(e, "jobs", func(ctx context.Context) {
		rule.Job(app, "terms", d.Tick)
		outbox := make(chan struct{})
		go func() {
			defer close(outbox)
			defer rule.Survive(app, "outbox")
			d.Mailer.Work(ctx, app)
		}()
		rule.Job(app, "orphans", func(app core.App) error { return d.PurgeOrphans(ctx, app) })
		rule.Job(app, "copy", func(app core.App) error { return d.Respaldo.Round(ctx, app) })
		<-outbox
	})
}

// each is a round too short to be broken off.
func each(round func(core.App) error) func(context.Context, core.App) error {
	return func(_ context.Context, app core.App) error { return round(app) }
}

// Tick is the round of each minute: the legal clock, what the administrators must know of
// the registers, and whose drafts wait.
func (d *Desk) Tick(app core.App) error {
	defer d.Servidor.Beat()
	if d.mustWait(app) {
		return nil
	}
	return errors.Join(d.Reloj.Tick(app), d.Consulta.TellCredentials(app), d.remind(app))
}

// remind writes about drafts that wait, unless the machine's clock is behind or its hour in doubt:
// a draft would seem to end.
func (d *Desk) remind(app core.App) error {
	if clock, err := d.Reloj.ClockState(app); err != nil || !clock.Well() {
		return err
	}
	return d.Borrador.Remind(app)
}

// Purge is the round of each hour: what nobody needs any more. Nothing is removed by
// the clock while its hour is in doubt.
func (d *Desk) Purge(app core.App) error {
	if d.mustWait(app) {
		return nil
	}
	if clock, err := d.Reloj.Beat(app); err != nil || !clock.Well() {
		return err
	}
	unsent := func(m cargas.Meta) bool { return d.Borrador.Unsent(app, m["borrador"], m["subsanacion"]) }
	return errors.Join(d.Servidor.Purge(app), cargas.Purge(cargas.Folder(app.DataDir()), unsent))
}

// PurgeOrphans puts files that no record names into quarantine.
func (d *Desk) PurgeOrphans(ctx context.Context, app core.App) error {
	if d.mustWait(app) {
		return nil
	}
	return d.Servidor.PurgeOrphans(ctx, app)
}

// mustWait tells whether clock, outbox and purges stand still, because the base is
// behind the book of acts: what it takes for due, unsent or forgotten may not be so.
func (d *Desk) mustWait(app core.App) bool { return !d.Libro.State(app).OK }
