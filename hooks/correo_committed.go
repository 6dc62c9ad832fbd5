package hooks

import "github.com/pocketbase/pocketbase/core"

// mailCommitted tells the outbox, after the commit, that there is work.
func (d *Desk) mailCommitted(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	return d.Mailer.Committed(e.App)
}
