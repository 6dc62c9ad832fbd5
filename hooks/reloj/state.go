package reloj

import (
	"context"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// How far the machine's clock may stand from what the base holds.
const (
	maxBackwards = 2 * time.Minute // a correction by the network
	maxForwards  = 72 * time.Hour  // a long weekend without the program
)

// ClockState is the machine's clock beside what the base holds. The zero value is a
// clock of which nothing speaks ill.
type ClockState struct {
	Now    time.Time // what the clock shows
	Newest time.Time // the newest instant of a filing, a line of the trail or a round
	Latido time.Time // the last round whose hour was trusted; zero before the first
}

// Behind tells whether the clock shows an instant that is over already: a number or
// a line of the trail would run backwards.
func (s ClockState) Behind() bool { return s.Now.Before(s.Newest.Add(-maxBackwards)) }

// Doubtful tells whether the clock went forward by days and nothing confirmed its
// hour since. What can't be undone waits.
func (s ClockState) Doubtful() bool { return !s.Latido.IsZero() && s.Now.Sub(s.Latido) > maxForwards }

// Well tells whether the clock is neither behind nor doubtful.
func (s ClockState) Well() bool { return !s.Behind() && !s.Doubtful() }

// Texto says to staff what is wrong, "" when the clock is well.
func (s ClockState) Texto() string {
	switch {
	case s.Behind():
		return mesa.TextRelojAtrasado(s.Now, s.Newest)
	case s.Doubtful():
		return mesa.TextRelojSinConfirmar(s.Latido, s.Now)
	}
	return ""
}

// stateSQL reads three ends of indexes and one row.
const stateSQL = `SELECT latido, confirmado_en, adelantado, max(
		coalesce((SELECT max(fecha) FROM movimientos), ''), coalesce((SELECT max(recibida_en) FROM solicitudes), '')) AS stored
	FROM reloj WHERE id = 1`

// clockState compares an instant with what the base of app, which may be a
// transaction, holds.
func clockState(app core.App, now time.Time) (ClockState, error) {
	var row struct {
		Latido     types.DateTime `db:"latido"`
		Confirmado types.DateTime `db:"confirmado_en"`
		Adelantado types.DateTime `db:"adelantado"`
		Stored     types.DateTime `db:"stored"`
	}
	if err := app.DB().NewQuery(stateSQL).One(&row); err != nil {
		return ClockState{}, err
	}
	s := ClockState{Now: now, Newest: row.Stored.Time(), Latido: row.Latido.Time()}
	if !s.Newest.After(row.Adelantado.Time()) { // written while the clock ran ahead
		s.Newest = row.Confirmado.Time()
	}
	if s.Latido.After(s.Newest) {
		s.Newest = s.Latido
	}
	return s, nil
}

// ClockState tells how the program's clock stands now.
func (r *Room) ClockState(app core.App) (ClockState, error) { return clockState(app, r.Now()) }

// Salud tells staff when the machine's clock is not believed: behind, nothing can be
// filed; doubtful, only what can't be undone waits.
func (r *Room) Salud(_ context.Context, app core.App) (mesa.Salud, string) {
	s, err := r.ClockState(app)
	switch {
	case err != nil:
		return mesa.Mal, err.Error()
	case s.Behind():
		return mesa.Mal, s.Texto()
	case s.Doubtful():
		return mesa.Atencion, s.Texto()
	}
	return mesa.Bien, ""
}

// retryAfter is when somebody who was refused for the clock may try again.
const retryAfter = 5 * time.Minute

// onlyForwards refuses a record whose instant is over already: no number and no line
// of the trail runs backwards. It comes after the rule that wrote the instant, inside
// the transaction of the move.
func onlyForwards(column string) func(*core.RecordEvent) error {
	return func(e *core.RecordEvent) error {
		s, err := clockState(e.App, e.Record.GetDateTime(column).Time())
		if err != nil {
			return err
		}
		if s.Behind() {
			return mesa.TooMany{Status: 503, Texto: s.Texto(), Wait: retryAfter}
		}
		return e.Next()
	}
}
