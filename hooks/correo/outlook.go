package correo

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Outlook is how the outbox fares, for whoever watches over the program.
type Outlook struct {
	NoServer bool      // no mail server is set: nothing leaves
	Oldest   time.Time // since when the oldest mail waits; zero when none does
}

// Outlook looks at the outbox.
func (m *Mailer) Outlook(app core.App) (Outlook, error) {
	var oldest types.DateTime
	err := app.DB().NewQuery("SELECT coalesce(min(creado_en), '') FROM correos WHERE estado = 'pendiente'").Row(&oldest)
	return Outlook{m.NoServer(app), oldest.Time()}, err
}
