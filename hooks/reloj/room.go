package reloj

import (
	"sync"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Room is the legal clock.
type Room struct {
	now     func() time.Time
	mailer  *correo.Mailer
	ticking sync.Mutex // one round at a time
}

// New makes the room with the program's clock.
func New(now func() time.Time, mailer *correo.Mailer) *Room { return &Room{now: now, mailer: mailer} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.OnAt(1, app.OnRecordUpdate, "confirm", rule.Locked(r.confirmNotice), mesa.ColCorreos)
	rule.OnAt(3, app.OnRecordUpdate, "start term", r.startTerm, mesa.ColCorreos)
	rule.OnAt(2, app.OnRecordCreate, "recount", r.recountOnDeclared, mesa.ColNoLaborables)
	rule.OnAt(2, app.OnRecordUpdate, "recount", r.recountOnCorrected, mesa.ColNoLaborables)
	rule.On(app.OnRecordDelete, "recount", r.recountOnWithdrawn, mesa.ColNoLaborables)
	rule.OnAt(3, app.OnRecordUpdate, "recount", r.recountOnMoved, mesa.ColEntidad)
}
