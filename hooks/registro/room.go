package registro

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now       func() time.Time      // the program's clock
	Resguardo string                // the folder outside the data folder that holds the key
	URL       func(core.App) string // the address people reach the office at
	Out       io.Writer             // where the start tells what takes long; nil for nowhere
	Firma     Firma                 // the office's digital signature
}

// Room is the register.
type Room struct {
	Config
	acts sync.Map // *core.TxAppInfo → *act

	mu    sync.Mutex // over what follows
	ring  *llavero   // as the key's file had it last; nil before it was read
	fault string     // why nothing can be signed, in words; "" while it can

	signing sync.Mutex   // over cert and the files of signed receipts
	cert    *certificate // nil before its file was read
	failed  atomic.Int64 // when the time stamping authority failed, in ns; 0 after it answered
}

// New makes the room.
func New(cfg Config) *Room { return &Room{Config: cfg} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	// Inside the rule of the book, so that the leaf is written before the book copies it.
	rule.OnAt(102, app.OnRecordCreateExecute, "leaf", r.enter, mesa.ColMovimientos)
	rule.OnServerAt(5, app.OnServe(), "register", r.open)
}

// open reads the key, or makes it at the first start, and gives the lines of before the
// register their leaves.
func (r *Room) open(e *core.ServeEvent) error {
	if err := r.Fill(e.App); err != nil {
		return err
	}
	r.Open(e.App)
	if _, fault := r.certificate(); fault != "" {
		e.App.Logger().Error("receipts are not signed", "reason", fault)
		if r.Out != nil {
			fmt.Fprintln(r.Out, "Firma de cargos:", fault)
		}
	}
	return e.Next()
}
