package correo

import (
	"context"
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// waitsLong is how long a mail may wait before somebody should look.
const waitsLong = time.Hour

// Salud tells staff when mail doesn't leave: no server is set, or the oldest that waits
// is an hour old.
func (m *Mailer) Salud(ctx context.Context, app core.App) (mesa.Salud, string) {
	if m.NoServer(app) {
		return mesa.Atencion, mesa.TextArranqueMudo
	}
	oldest, err := m.oldestWaiting(ctx, app)
	if err != nil {
		return mesa.Mal, err.Error()
	}
	if !oldest.IsZero() && m.now().Sub(oldest) > waitsLong {
		return mesa.Atencion, fmt.Sprintf("hay correos que esperan salir desde el %s", mesa.FullTime(oldest))
	}
	return mesa.Bien, ""
}

// oldestWaiting is when the oldest mail that waits was written; zero when none waits.
func (m *Mailer) oldestWaiting(ctx context.Context, app core.App) (time.Time, error) {
	var oldest types.DateTime
	err := app.DB().Select("coalesce(min(creado_en), '')").From(mesa.ColCorreos).
		Where(dbx.HashExp{"estado": string(mesa.CorreoPendiente)}).WithContext(ctx).Row(&oldest)
	return oldest.Time(), err
}

// Waiting counts the mails that wait to leave, and tells when the oldest was written; zero
// when none waits.
func (m *Mailer) Waiting(ctx context.Context, app core.App) (n int, oldest time.Time, err error) {
	var at types.DateTime
	err = app.DB().Select("count(*)", "coalesce(min(creado_en), '')").From(mesa.ColCorreos).
		Where(dbx.HashExp{"estado": string(mesa.CorreoPendiente)}).WithContext(ctx).Row(&n, &at)
	return n, at.Time(), err
}
