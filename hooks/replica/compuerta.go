package replica

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// leastMargin is how many numbers a machine may give at least while it can't reach the
// destination; twice as many as in the last day, when that is more.
const leastMargin = 200

// whileOurs refuses an act when another machine has the turn.
func (r *Room) whileOurs(e *core.RecordEvent) error {
	if r.lost() {
		return refuseLost()
	}
	if r.ends() {
		return refuseForNow()
	}
	if e.Record.Collection().Name == mesa.ColSolicitudes && r.working() && r.near(r.Now().In(plazos.Lima).Year(), e.App) {
		ctx, stop := context.WithTimeout(context.Background(), waitAtMost)
		defer stop()
		if err := r.pulse(ctx, e.App); errors.Is(err, errLost) {
			return refuseLost()
		}
	}
	return e.Next()
}

// underCeiling refuses a number that this machine may not give: another one may have it. It runs
// inside the transaction that gives the number.
func (r *Room) underCeiling(e *core.RecordEvent) error {
	r.mu.Lock()
	allowed := r.state == nil || !r.gone && e.Record.GetInt("correlativo") <= r.state.Techo[e.Record.GetInt("anio")]
	gone := r.gone
	r.mu.Unlock()
	switch {
	case gone:
		return refuseLost()
	case !allowed:
		return refuseForNow()
	}
	return e.Next()
}

func refuseLost() error {
	return mesa.TooMany{Status: 503, Texto: mesa.TextReplicaOtraMaquina, Wait: time.Minute}
}

func refuseForNow() error {
	return mesa.TooMany{Status: 503, Texto: mesa.TextReplicaTecho, Wait: time.Minute}
}

func (r *Room) ends() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ending
}

// near tells whether few numbers are left below the ceiling.
func (r *Room) near(year int, app core.App) bool {
	given, err := r.given(app)
	r.mu.Lock()
	defer r.mu.Unlock()
	return err == nil && r.state.Techo[year]-given[year] < leastMargin/4
}

// given are the highest numbers of this year and the next one, reserved ones included.
func (r *Room) given(app core.App) (map[int]int, error) {
	all := map[int]int{}
	year := r.Now().In(plazos.Lima).Year()
	for _, y := range []int{year, year + 1} {
		var n, reserved int
		err := app.DB().NewQuery(`SELECT (SELECT COALESCE(MAX(correlativo), 0) FROM solicitudes WHERE anio = {:y}),
			(SELECT COALESCE(MAX(hasta), 0) FROM libro_reservas WHERE anio = {:y})`).Bind(dbx.Params{"y": y}).Row(&n, &reserved)
		if err != nil {
			return nil, err
		}
		all[y] = max(n, reserved)
	}
	return all, nil
}

// ceiling is how far this machine may number before it writes a higher one: twice the filings of
// the last day beyond the last number, for the year that is and the one that comes.
func (r *Room) ceiling(app core.App) (map[int]int, error) {
	all, err := r.given(app)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	var before int
	err = app.DB().NewQuery("SELECT correlativo FROM solicitudes WHERE anio = {:y} AND recibida_en < {:t} ORDER BY correlativo DESC LIMIT 1").
		Bind(dbx.Params{"y": now.In(plazos.Lima).Year(), "t": now.AddDate(0, 0, -1).UTC().Format(types.DefaultDateLayout)}).Row(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	var day int // those alone: what was skipped at a promotion is no filing
	err = app.DB().NewQuery("SELECT COUNT(*) FROM solicitudes WHERE anio = {:y} AND correlativo > {:n}").
		Bind(dbx.Params{"y": now.In(plazos.Lima).Year(), "n": before}).Row(&day)
	if err != nil {
		return nil, err
	}
	margin := max(leastMargin, 2*day)
	for year := range all {
		all[year] += margin
	}
	return all, nil
}

// pulse writes a heartbeat with a new ceiling. The ceiling counts once it is stored and the next
// epoch is still absent after: whoever makes that one reads it.
func (r *Room) pulse(ctx context.Context, app core.App) error {
	r.beat.Lock()
	defer r.beat.Unlock()
	if r.lost() {
		return errLost
	}
	if err := r.ours(ctx); err != nil {
		return r.noteLost(app, err)
	}
	top, err := r.ceiling(app)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.times++
	top = raise(r.state.Techo, top)
	l := &latido{Nodo: r.state.Nodo, Vez: r.times, En: time.Now().UTC(), AlDia: r.lastWell(), Techo: top,
		EnS3: app.Settings().S3.Enabled, Oficio: officeOf(app)}
	s := *r.state
	r.mu.Unlock()
	if err := writeBeat(ctx, r.store, s.Epoca, l); err != nil {
		return err
	}
	if err := r.ours(ctx); err != nil {
		return r.noteLost(app, err)
	}
	if !maps.Equal(s.Techo, top) {
		s.Techo = top
		if err := s.write(app.DataDir()); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state.Techo, r.beaten = top, time.Now()
	return nil
}

func officeOf(app core.App) (o oficio) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return o
	}
	return oficio{entidad.GetString("nombre"), entidad.GetString("telefono"), entidad.GetString("correo")}
}

// beats writes heartbeats until the context ends.
func (r *Room) beats(ctx context.Context, app core.App) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := r.pulse(ctx, app); err != nil && !errors.Is(err, errLost) && ctx.Err() == nil {
			app.Logger().Warn("no heartbeat", "error", err)
		}
	}
}

// release leaves the turn free: whoever takes it skips nothing. Nothing is filed after.
func (r *Room) release(ctx context.Context, app core.App) error {
	r.beat.Lock()
	defer r.beat.Unlock()
	if err := r.ours(ctx); err != nil {
		return err
	}
	top, err := r.given(app)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.state.Techo = map[int]int{} // this process numbers nothing more
	r.times++
	l := &latido{
		Nodo: r.state.Nodo, Vez: r.times, En: time.Now().UTC(), AlDia: r.lastWell(), Techo: top, Libre: true,
		EnS3: app.Settings().S3.Enabled, Oficio: officeOf(app),
	}
	s := *r.state
	r.mu.Unlock()
	s.Techo = top // a start that can't reach the destination gives none: the turn may be another's by then
	if err := s.write(app.DataDir()); err != nil {
		return err
	}
	return writeBeat(ctx, r.store, s.Epoca, l)
}

// ours makes sure that nobody made the next epoch.
func (r *Room) ours(ctx context.Context) error { return stillOurs(ctx, r.store, r.epoch()) }

func (r *Room) noteLost(app core.App, err error) error {
	if errors.Is(err, errLost) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.loseLocked(app)
	}
	return err
}

// loseLocked ends the turn of this machine, for good. r.mu is held.
func (r *Room) loseLocked(app core.App) {
	if !r.gone {
		app.Logger().Error("another machine has the turn: nothing is filed here any more")
	}
	r.gone = true
}

func (r *Room) lost() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.gone
}

// closeWhenLost answers every page with 503 once another machine has the turn: what this one
// would show is old. The health, and what staff need to see why, stay.
func (r *Room) closeWhenLost(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		if r.lost() && e.Request.URL.Path != "/salud" {
			return refuseLost()
		}
		return e.Next()
	})
	return e.Next()
}
