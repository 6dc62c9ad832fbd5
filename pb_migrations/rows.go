package pb_migrations

import (
	"fmt"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// row is a record as the base holds it. Rows go past the record events: a released
// migration must not meet the rules of a later version.
type row struct {
	collection string
	columns    dbx.Params
}

// addRows adds rows in their order. A row that the office already has, by its id or
// by a unique index, stays as the office wrote it.
func addRows(app core.App, rows []row) error {
	for _, r := range rows {
		insert := app.DB().Insert(r.collection, r.columns)
		_, err := app.DB().NewQuery(insert.SQL() + " ON CONFLICT DO NOTHING").Bind(insert.Params()).Execute()
		if err != nil {
			return fmt.Errorf("%s: %w", r.collection, err)
		}
	}
	return nil
}

// removeRows takes away, last first, the rows that nobody has edited since addRows.
func removeRows(app core.App, rows []row) error {
	for _, r := range slices.Backward(rows) {
		if _, err := app.DB().Delete(r.collection, dbx.HashExp(r.columns)).Execute(); err != nil {
			return fmt.Errorf("%s: %w", r.collection, err)
		}
	}
	return nil
}
