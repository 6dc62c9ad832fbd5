package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// collections finds several collections by name, all of them or an error.
func collections(app core.App, names ...string) ([]*core.Collection, error) {
	found := make([]*core.Collection, len(names))
	for i, name := range names {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			return nil, err
		}
		found[i] = c
	}
	return found, nil
}

// drop is the way down of a migration that only made collections. The last made
// goes first, because relations point back.
func drop(names ...string) func(core.App) error {
	return func(app core.App) error {
		for i := len(names) - 1; i >= 0; i-- {
			c, err := app.FindCollectionByNameOrId(names[i])
			if err != nil {
				return err
			}
			if err := app.Delete(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// lock takes every rule away from a collection, authentication included.
func lock(c *core.Collection) {
	c.ListRule, c.ViewRule, c.CreateRule, c.UpdateRule, c.DeleteRule = nil, nil, nil, nil, nil
	if c.IsAuth() {
		c.AuthRule, c.ManageRule = nil, nil
	}
}
