package sesion

import (
	"sync"
	"time"

	"mesadepartes/hooks/expiring"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Limits of wrong passwords: so many of one account from one neighbourhood, and of one
// neighbourhood for all accounts, close the door to that neighbourhood for a while. An
// account is never closed to anybody else.
const (
	misses       = 5
	missesAround = 50
	pause        = 15 * time.Minute
)

// Config is what the room needs of the rooms below.
type Config struct {
	Now   func() time.Time
	Codes *otp.Service
}

// Room is the door of the staff.
type Room struct {
	Config
	missed *expiring.Map[int]
	once   sync.Once
	decoy  *core.Record
}

// New makes the room.
func New(cfg Config) *Room { return &Room{Config: cfg, missed: expiring.New[int](cfg.Now, 100_000)} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextSesionFija), mesa.ColSesiones)
	rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextSesionFija), mesa.ColSesiones)
	rule.On(app.OnRecordAuthWithPasswordRequest, "sign in", r.signInByAPI, mesa.ColPersonal)
}

// signInByAPI counts wrong passwords as the inbox does, and refuses a password alone where
// the office asks for a code too: the API would open with less.
func (r *Room) signInByAPI(e *core.RecordAuthWithPasswordRequestEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	if entidad.GetBool("segundo_factor") {
		return mesa.Refuse(403, "", mesa.TextIngresePorBandeja)
	}
	keys := keysOf(mesa.Vecindario(e.RealIP()), e.Identity)
	if err := r.slow(keys); err != nil {
		return err
	}
	err = e.Next()
	if err != nil {
		r.miss(keys)
	}
	return err
}
