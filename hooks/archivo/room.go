package archivo

import (
	"errors"
	"time"

	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now   func() time.Time // the program's clock
	PDF   func() *pdf.Inspector
	Libro *libro.Room
	// Sure tells whether the hour is believed: what is over its term hangs on it.
	Sure func(core.App) (bool, error)
}

// Room is the archive.
type Room struct{ Config }

// New makes the room.
func New(cfg Config) *Room { return &Room{cfg} }

// Bind registers the room's rules: an authorisation is written by the command alone, and
// nobody changes or deletes one.
func (r *Room) Bind(app core.App) {
	fixed := rule.OnlySystem(mesa.TextEliminacionesFijas)
	rule.On(app.OnRecordCreate, "only system", fixed, mesa.ColEliminaciones)
	rule.On(app.OnRecordUpdate, "only system", fixed, mesa.ColEliminaciones)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextEliminacionesFijas), mesa.ColEliminaciones)
}

// ready tells whether anything may be eliminated now.
func (r *Room) ready(app core.App) error {
	if !r.Libro.State(app).OK {
		return errors.New(mesa.TextEliminarEspera)
	}
	sure, err := r.Sure(app)
	if err == nil && !sure {
		err = errors.New(mesa.TextEliminarHora)
	}
	return err
}
