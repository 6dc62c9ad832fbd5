package rule

import "github.com/pocketbase/pocketbase/core"

// systemKey marks a record that one of our own rules writes. It is no column, so it
// is never stored, and a request's JSON can't hold a value of this Go type, so
// nobody forges it. The screens may not import this package: what they save meets
// every rule.
const systemKey = "@sistema"

type systemMark struct{}

// Save writes a record as the system: our own rules alone may write the columns
// that no person edits (states, terms, hashes).
func Save(app core.App, r *core.Record) error {
	BySystem(r)
	return app.Save(r)
}

// Delete removes a record as the system.
func Delete(app core.App, r *core.Record) error {
	BySystem(r)
	return app.Delete(r)
}

// BySystem marks a record that a rule changes inside its own event, where the write
// goes on by itself.
func BySystem(r *core.Record) { r.SetRaw(systemKey, systemMark{}) }

// IsSystem tells whether one of our own rules writes the record.
func IsSystem(r *core.Record) bool {
	_, ok := r.GetRaw(systemKey).(systemMark)
	return ok
}
