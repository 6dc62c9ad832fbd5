package correo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Backlog is how the outbox fares, for whoever watches over the program.
type Backlog struct {
	NoServer bool      // no mail server is set: nothing leaves
	Oldest   time.Time // since when the oldest mail waits; zero when none does
}

// Backlog looks at the outbox.
func (m *Mailer) Backlog(app core.App) (Backlog, error) {
	var oldest types.DateTime
	err := app.DB().NewQuery("SELECT coalesce(min(creado_en), '') FROM correos WHERE estado = 'pendiente'").Row(&oldest)
	return Backlog{m.NoServer(app), oldest.Time()}, err
}
