package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The daily digest looks for the late observations since the last one, and must
// not read the whole trail for it.
func init() {
	m.Register(func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("movimientos")
		if err != nil {
			return err
		}
		c.AddIndex("idx_movimientos_observados", false, "fecha", "etapa = 'OBSERVADO'")
		return app.Save(c)
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("movimientos")
		if err != nil {
			return err
		}
		c.RemoveIndex("idx_movimientos_observados")
		return app.Save(c)
	})
}
