package pb_migrations

import (
	"mesadepartes/hooks/demo"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A new installation starts with a working office, which the administrator
// then edits; emptying it again is no way back anybody needs.
func init() {
	m.Register(demo.FirstOffice, func(core.App) error { return nil })
}
