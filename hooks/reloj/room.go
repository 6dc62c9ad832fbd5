package reloj

import (
	"io"
	"sync"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now    func() time.Time // the program's clock
	Set    bool             // Now was set on purpose, so that no jump of it is a mistake
	Synced func() bool      // whether the system keeps its clock; nil asks the system
	Mailer *correo.Mailer
	Out    io.Writer          // where the start says how the clock stands
	Copias func() mesa.Copias // how the copies of the office stand; nil for one that makes none
}

// Room is the legal clock.
type Room struct {
	Config
	ticking    sync.Mutex // one round at a time
	recounting sync.Mutex // one recount at a time

	outageDay time.Time // on which the terms were counted for an outage that lasts

	beating sync.Mutex
	said    ClockState // what was printed last
}

// New makes the room.
func New(cfg Config) *Room {
	if cfg.Synced == nil {
		cfg.Synced = systemSynced
	}
	return &Room{Config: cfg}
}

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.OnAt(1, app.OnRecordUpdate, "confirm", rule.Locked(r.confirmNotice), mesa.ColCorreos)
	rule.OnAt(3, app.OnRecordUpdate, "start term", r.noteSending, mesa.ColCorreos)
	rule.OnAt(3, app.OnRecordCreate, "start term", r.openedByCitizen, mesa.ColSubsanacion)
	rule.OnAt(3, app.OnRecordUpdate, "start term", r.openedByCitizen, mesa.ColSubsanacion)
	rule.OnAt(2, app.OnRecordCreate, "recount", r.recountOnDeclared, mesa.ColNoLaborables)
	rule.OnAt(2, app.OnRecordUpdate, "recount", r.recountOnCorrected, mesa.ColNoLaborables)
	rule.On(app.OnRecordDelete, "recount", r.recountOnWithdrawn, mesa.ColNoLaborables)
	rule.OnAt(3, app.OnRecordUpdate, "recount", r.recountOnMoved, mesa.ColEntidad)
	rule.OnAt(2, app.OnRecordCreate, "recount", r.recountOnInterruption, mesa.ColInterrupciones)
	rule.OnAt(2, app.OnRecordUpdate, "recount", r.recountOnInterruption, mesa.ColInterrupciones)
	rule.On(app.OnRecordDelete, "recount", r.recountOnInterruption, mesa.ColInterrupciones)
	now := func(e *core.RecordEvent) error { return r.recountNow(app, e) }
	rule.On(app.OnRecordAfterCreateSuccess, "recount", now, mesa.ColNoLaborables, mesa.ColInterrupciones)
	rule.On(app.OnRecordAfterUpdateSuccess, "recount", now, mesa.ColNoLaborables, mesa.ColInterrupciones, mesa.ColEntidad)
	rule.On(app.OnRecordAfterDeleteSuccess, "recount", now, mesa.ColNoLaborables, mesa.ColInterrupciones)
	rule.OnAt(1, app.OnRecordCreate, "only forwards", onlyForwards("recibida_en"), mesa.ColSolicitudes)
	rule.OnAt(1, app.OnRecordCreate, "only forwards", onlyForwards("fecha"), mesa.ColMovimientos)
	rule.OnServerAt(4, app.OnServe(), "clock", r.lookAtClock)
}

// lookAtClock says at the start how the clock stands. A base that can't be written
// must not keep the pages from being served.
func (r *Room) lookAtClock(e *core.ServeEvent) error {
	rule.Job(e.App, "clock", func(app core.App) error {
		_, err := r.beatAlone(app)
		return err
	})
	return e.Next()
}
