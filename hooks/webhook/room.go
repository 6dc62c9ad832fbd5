package webhook

import (
	"crypto/x509"
	"net/http"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now func() time.Time      // the program's clock
	URL func(core.App) string // the address people reach the office at
	// Hold tells whether everything waits, because what the base takes for unsent may have left.
	Hold func(core.App) bool
}

// Room is the outbox of the webhooks.
type Room struct {
	Config
	AnswerTime time.Duration  // how long a receiver may take for its whole answer
	Trust      *x509.CertPool // who vouches for receivers; nil for those of the system

	wake chan struct{} // a commit left something to send

	mu      sync.Mutex // over what follows
	lines   map[string]*line
	clients map[[2]bool]*http.Client // by red_interna and --dev
}

// New makes the room.
func New(cfg Config) *Room {
	return &Room{
		Config: cfg, AnswerTime: 15 * time.Second, wake: make(chan struct{}, 1),
		lines: map[string]*line{}, clients: map[[2]bool]*http.Client{},
	}
}

// Bind registers the room's rules: administrators set webhooks up, only our own rules write
// deliveries, and a failed one may be put back.
func (r *Room) Bind(app core.App) {
	rule.On(app.OnRecordCreate, "set up", r.create, mesa.ColWebhooks)
	rule.On(app.OnRecordUpdate, "set up", rule.Locked(r.change), mesa.ColWebhooks)
	rule.On(app.OnRecordEnrich, "show secret", r.show, mesa.ColWebhooks)
	rule.OnServerAt(6, app.OnServe(), "seal webhooks", r.sealAll)
	rule.On(app.OnRecordCreate, "only system", rule.OnlySystem(mesa.TextEnviosFijos), mesa.ColWebhookEnvios)
	rule.On(app.OnRecordUpdate, "retry", rule.Locked(r.retry), mesa.ColWebhookEnvios)
	rule.On(app.OnRecordAfterCreateSuccess, "committed", r.committed, mesa.ColWebhookEnvios)
	rule.On(app.OnRecordAfterUpdateSuccess, "committed", r.committed, mesa.ColWebhookEnvios)
	rule.OnAt(1, app.OnRecordAfterUpdateSuccess, "count", r.settled, mesa.ColWebhookEnvios)
	rule.On(app.OnRecordAfterDeleteSuccess, "count", r.settled, mesa.ColWebhookEnvios)
	// Inside the rules of the book and of the register, so that it is written before them.
	rule.OnAt(103, app.OnRecordCreateExecute, "tell others", r.enter, mesa.ColMovimientos)
}
