package hooks

import (
	"context"
	"errors"
	"sync"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

func (d *Desk) bindJobs(app core.App) {
	rule.OnServerAt(7, app.OnServe(), "jobs", d.startJobs)
}

// startJobs starts the outboxes and the clock's own work. Each job is idempotent
// and looks at what is due now, so nothing is lost while the program is down.
func (d *Desk) startJobs(e *core.ServeEvent) error {
	app := e.App
	if servidor.OnTrial() {
		return e.Next()
	}
	rule.Cron(app, "terms", "* * * * *", each(d.Tick))
	rule.Cron(app, "purge", "7 * * * *", each(d.Purge))
	rule.Cron(app, "book", "11 8 * * *", each(d.Libro.Look)) // 03:11 in Lima
	rule.Cron(app, "orphans", "26 8 * * *", d.PurgeOrphans)
	rule.Cron(app, "head", "56 8 * * *", each(d.Registro.Head)) // 03:56 in Lima
	rule.Cron(app, "signatures", "*/5 * * * *", d.Registro.SignWaiting)
	rule.Cron(app, "stamps", "*/5 * * * *", d.Registro.StampHeads)
	rule.Cron(app, "sample", "41 8 * * *", each(d.Borrador.Sample)) // 03:41 in Lima
	rule.Cron(app, "replica", "51 8 * * *", d.Replica.Round)        // 03:51 in Lima
	rule.Cron(app, "copy", "16 * * * *", d.Respaldo.Round)
	rule.Cron(app, "alarms", "* * * * *", d.Servidor.Alarms)
	return rule.Work(e, "jobs", func(ctx context.Context) {
		rule.Job(app, "terms", d.Tick)
		var outboxes sync.WaitGroup
		for name, work := range map[string]func(context.Context, core.App){"outbox": d.Mailer.Work, "webhooks": d.Webhook.Work} {
			outboxes.Go(func() {
				defer rule.Survive(app, name)
				work(ctx, app)
			})
		}
		rule.Job(app, "orphans", func(app core.App) error { return d.PurgeOrphans(ctx, app) })
		rule.Job(app, "copy", func(app core.App) error { return d.Respaldo.Round(ctx, app) })
		outboxes.Wait()
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
	return errors.Join(d.Servidor.Purge(app), d.Webhook.Purge(app), cargas.Purge(cargas.Folder(app.DataDir()), unsent))
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

// bells are the ways by which alarms are told: a post where an address is set, which waits for
// no mail server, and a mail past the outbox.
func (d *Desk) bells(webhook string) (list []servidor.Bell) {
	if webhook != "" {
		list = append(list, servidor.Webhook(webhook))
	}
	return append(list, servidor.Bell{Name: "correo", Ring: func(_ context.Context, app core.App, alarms []servidor.Alarma) error {
		told := make([]correo.Alarma, len(alarms))
		for i, a := range alarms {
			told[i] = correo.Alarma{Causa: a.Causa, Motivo: a.Motivo, Desde: mesa.FullTime(a.Desde), Fin: a.Fin}
		}
		return d.Mailer.Alarma(app, told)
	}})
}

// measures are the numbers of the rooms at /metrics.
func (d *Desk) measures() []func(context.Context, core.App) ([]servidor.Metric, error) {
	return []func(context.Context, core.App) ([]servidor.Metric, error){d.measureMail, d.measureCopies, d.measureReplica, d.measurePDF}
}

func (d *Desk) measureMail(ctx context.Context, app core.App) ([]servidor.Metric, error) {
	n, oldest, err := d.Mailer.Waiting(ctx, app)
	age := 0.0
	if !oldest.IsZero() {
		age = d.Now().Sub(oldest).Seconds()
	}
	return []servidor.Metric{
		{Name: "mesa_correos_en_espera", Help: "Correos que esperan salir.", Value: float64(n)},
		{Name: "mesa_correos_espera_segundos", Help: "Desde que se escribió el más antiguo que espera.", Value: age},
	}, err
}

func (d *Desk) measureCopies(context.Context, core.App) (list []servidor.Metric, err error) {
	copies := d.Respaldo.Estado()
	if last := copies.Ultima; !last.IsZero() {
		list = append(list, servidor.Metric{Name: "mesa_copia_edad_segundos", Help: "Desde la última copia de seguridad.",
			Value: d.Now().Sub(last).Seconds()})
	}
	if last := copies.Ensayo; !last.Hecho.IsZero() {
		value := 0.0
		if len(last.Fallas) == 0 {
			value = 1
		}
		list = append(list, servidor.Metric{Name: "mesa_ensayo_bien", Help: "1 si la última copia ensayada estaba completa.", Value: value})
	}
	return list, nil
}

func (d *Desk) measureReplica(context.Context, core.App) ([]servidor.Metric, error) {
	e := d.Replica.Estado()
	if !e.Activa {
		return nil, nil
	}
	return []servidor.Metric{
		{Name: "mesa_replica_atraso_segundos", Help: "Desde que todo estuvo por última vez en la réplica.", Value: e.Atraso.Seconds()},
		{Name: "mesa_replica_epoca", Help: "El turno que tiene esta máquina.", Value: float64(e.Epoca)},
	}, nil
}

func (d *Desk) measurePDF(context.Context, core.App) ([]servidor.Metric, error) {
	running, waiting := d.PDF.AtWork()
	return []servidor.Metric{
		{Name: "mesa_admision_procesos", Help: "Archivos que se revisan ahora, cada uno en un proceso.", Value: float64(running)},
		{Name: "mesa_admision_en_espera", Help: "Archivos que esperan su turno.", Value: float64(waiting)},
	}, nil
}
