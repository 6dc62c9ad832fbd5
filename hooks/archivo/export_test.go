package archivo

import (
	"context"

	"github.com/pocketbase/pocketbase/core"
)

// Begin records the authorisation and writes the elimination of one filing, as a run that is
// killed before it removes anything.
func (r *Room) Begin(ctx context.Context, app core.App, o Orden, solicitud string) error {
	order, err := r.authorise(ctx, app, o)
	if err == nil && solicitud != "" {
		err = r.write(app, order, solicitud)
	}
	return err
}

// KeptColumns are those that stay.
var KeptColumns = keptColumns
