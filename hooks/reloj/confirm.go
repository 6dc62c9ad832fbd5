package reloj

import (
	"errors"
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// What may confirm the hour, as staff read it.
const (
	bySetting = "MESA_AHORA"
	bySystem  = "la sincronización del sistema"
	byCommand = "mesadepartes reloj confirmar"
)

// Beat stores that the clock was seen at this instant, unless it is behind or went
// forward by days and nothing confirms its hour. It may ask another machine.
func (r *Room) Beat(app core.App) (ClockState, error) { return r.beat(app, r.otherMachine) }

// beatAlone is Beat without asking another machine.
func (r *Room) beatAlone(app core.App) (ClockState, error) {
	return r.beat(app, func(core.App) string { return "" })
}

func (r *Room) beat(app core.App, ask func(core.App) string) (ClockState, error) {
	r.beating.Lock()
	defer r.beating.Unlock()
	s, err := r.ClockState(app)
	if err != nil {
		return s, err
	}
	if s.Well() {
		r.say(app, s, "")
		proposeInterruption(app, s.Latido, s.Now)
		return s, store(app, s.Now)
	}
	por := ""
	if !s.Behind() {
		por = r.vouches(app, ask)
	}
	if por == "" {
		r.say(app, s, s.Texto())
		return s, nil
	}
	if err := confirm(app, s, por); err != nil {
		return s, err
	}
	proposeInterruption(app, s.Latido, s.Now)
	s.Latido = s.Now
	r.say(app, s, mesa.TextRelojConfirmado(s.Now, por))
	return s, nil
}

// vouches names what confirms the clock's hour, "" when nothing does.
func (r *Room) vouches(app core.App, ask func(core.App) string) string {
	switch {
	case r.Set:
		return bySetting
	case r.Synced():
		return bySystem
	}
	return ask(app)
}

// store moves the heartbeat forward.
func store(app core.App, now time.Time) error {
	at, err := types.ParseDateTime(now)
	if err != nil {
		return err
	}
	_, err = app.DB().NewQuery("UPDATE reloj SET latido = {:now} WHERE latido < {:now}").Bind(dbx.Params{"now": at.String()}).Execute()
	return err
}

// confirm stores that the clock's hour is right, and by what. Whatever is stored of
// later than that hour was written while the clock ran ahead.
func confirm(app core.App, s ClockState, por string) error {
	at, err := types.ParseDateTime(s.Now)
	if err != nil {
		return err
	}
	ahead := types.DateTime{}
	if s.Newest.After(s.Now) {
		if ahead, err = types.ParseDateTime(s.Newest); err != nil {
			return err
		}
	}
	_, err = app.DB().NewQuery(`UPDATE reloj SET latido = {:now}, confirmado_en = {:now}, confirmado_por = {:por},
		adelantado = max(adelantado, {:ahead})`).
		Bind(dbx.Params{"now": at.String(), "por": por, "ahead": ahead.String()}).Execute()
	if err == nil {
		app.Logger().Info("clock confirmed", "now", at.String(), "by", por, "ranAheadUntil", ahead.String())
	}
	return err
}

// Confirm is what an administrator says of the clock: its hour is right. An hour
// before what is stored is refused, unless the clock was ahead until now.
func Confirm(app core.App, now time.Time, wasAhead bool) error {
	s, err := clockState(app, now)
	if err != nil {
		return err
	}
	if s.Behind() && !wasAhead {
		return errors.New(mesa.TextRelojAdelantado(s.Now, s.Newest))
	}
	proposeInterruption(app, s.Latido, s.Now)
	return confirm(app, s, byCommand)
}

// say prints and logs how the clock stands, when that changed since the last round.
func (r *Room) say(app core.App, s ClockState, text string) {
	was := r.said
	r.said = s
	switch {
	case text == "" && was.Behind():
		text = mesa.TextRelojBien
	case text == "" && was.Doubtful():
		text = mesa.TextRelojConfirmado(s.Now, byCommand)
	case text == "" || s.Behind() && was.Behind() || s.Doubtful() && was.Doubtful():
		return
	}
	fmt.Fprintln(r.Out, text)
	app.Logger().Warn("clock", "state", text)
}
