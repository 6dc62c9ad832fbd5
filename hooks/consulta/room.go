package consulta

import (
	"context"
	"sync"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pide"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from rooms beside it.
type Config struct {
	Now    func() time.Time // the program's clock
	Mailer *correo.Mailer
	// FreeSpace refuses more bytes than the disk of a folder has room for, when so
	// many must stay free.
	FreeSpace func(dir string, bytes, reserve int64) error
}

// Room finds names.
type Room struct {
	Config
	PIDE   *pide.Client     // the State's registers
	Padron *padron.Registry // SUNAT's taxpayers on this machine, if imported

	wake chan struct{} // a registry waits to be imported

	mu      sync.Mutex
	refused map[string]error // registers that refused our credentials, not told yet
}

// New makes the room; the registry lies in the data folder dir.
func New(cfg Config, dir string) (*Room, error) {
	client, err := pide.New(pide.Config{Now: cfg.Now})
	if err != nil {
		return nil, err
	}
	return &Room{Config: cfg, PIDE: client, Padron: padron.Open(dir), wake: make(chan struct{}, 1), refused: map[string]error{}}, nil
}

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "open", r.open, mesa.ColConsultas)
	rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextConsultasFijas), mesa.ColConsultas)
	rule.On(app.OnRecordDelete, "only system", rule.OnlySystem(mesa.TextConsultasFijas), mesa.ColConsultas)

	rule.On(app.OnRecordCreate, "single", singleSettings, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordUpdate, "check", checkSettings, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordAfterUpdateSuccess, "configure", r.configure, mesa.ColConsultasAjustes)
	rule.On(app.OnRecordDelete, "keep", rule.Refuse(409, mesa.TextAjustesUnicos), mesa.ColConsultasAjustes)
	rule.OnServerAt(3, app.OnServe(), "PIDE", r.setUp)

	rule.On(app.OnRecordCreate, "open", openCarga, mesa.ColPadronCargas)
	rule.On(app.OnRecordAfterCreateSuccess, "committed", r.cargaCommitted, mesa.ColPadronCargas)
	rule.On(app.OnRecordUpdate, "only system", rule.OnlySystem(mesa.TextPadronFijo), mesa.ColPadronCargas)
	rule.On(app.OnRecordDelete, "keep running", rule.Locked(keepRunningCarga), mesa.ColPadronCargas)
	rule.OnServerAt(8, app.OnServe(), "padron", r.startImports)
}

// PadronDe is when SUNAT's registry on this machine was imported, zero without one.
func (r *Room) PadronDe() time.Time {
	c, err := r.Padron.Carga(context.Background())
	if err != nil {
		return time.Time{}
	}
	return c.ImportadaEn
}

// CanAsk tells whether anything is set up that knows documents of that type.
func (r *Room) CanAsk(tipo string) bool {
	if r.PIDE.Configured(tipo) {
		return true
	}
	if tipo != tipoRUC {
		return false
	}
	_, err := r.Padron.Carga(context.Background())
	return err == nil
}
