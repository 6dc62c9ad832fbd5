package solicitud

import (
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/consulta"
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs of the rooms below.
type Config struct {
	Now       func() time.Time // the program's clock
	Mailer    *correo.Mailer
	Drafts    *borrador.Room
	Registers *consulta.Room
	Trail     *rastro.Room
	Codes     Codes
}

// Codes judge what a citizen shows of an e-mail address.
type Codes interface {
	// Proved tells whether the record carries the proof of an address.
	Proved(r *core.Record, correo string) bool
	// ProvedBoth tells whether it carries a code's proof of each of two addresses.
	ProvedBoth(r *core.Record, antes, nuevo string) bool
}

// Room is what was filed.
type Room struct{ Config }

// New makes the room.
func New(cfg Config) *Room { return &Room{cfg} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "file", r.file, mesa.ColSolicitudes)
	rule.On(app.OnRecordUpdate, "fix", rule.Locked(r.fix), mesa.ColSolicitudes)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(403, mesa.TextSolicitudFija), mesa.ColSolicitudes)
	statistics := rule.OnlySystem(mesa.TextEstadisticaFija)
	rule.On(app.OnRecordCreate, "only system", statistics, mesa.ColEstadisticas)
	rule.On(app.OnRecordUpdate, "only system", statistics, mesa.ColEstadisticas)
	rule.On(app.OnRecordDelete, "only system", statistics, mesa.ColEstadisticas)
	rule.OnServerAt(7, app.OnServe(), "register of requests", r.serveRegister)
	rule.On(app.OnRecordCreate, "move", r.move, mesa.ColMovimientos)
}
