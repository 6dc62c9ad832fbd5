package hooks

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
)

// Tick is one round of the legal clock: everything that is due by now and was not
// done yet, however long the program was down. Running it again does nothing. One
// part that fails does not hold up the others.
func (d *Desk) Tick(app core.App) error {
	d.ticking.Lock()
	defer d.ticking.Unlock()
	return errors.Join(d.CloseOverdue(app), d.MarkUnacknowledged(app), d.Remind(app), d.Light(app), d.Digest(app), d.TellCredentials(app))
}
