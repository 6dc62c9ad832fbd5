package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The sector that an office belongs to, which the strip at the head of every public page
// names. The office that came as an example has the one of its manual.
func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "entidad", func(c *core.Collection) {
			c.Fields.Add(
				text("ministerio", "Ministerio del que depende la entidad. Sale en la franja superior, después de PERÚ. "+
					"Vacío: la franja muestra PERÚ y la entidad, como en una municipalidad.", 100),
				text("viceministerio", "Viceministerio o despacho del que depende, si lo hay. Sale en la franja superior.", 120),
			)
		})
		if err != nil {
			return err
		}
		_, err = app.DB().Update("entidad", dbx.Params{
			"ministerio": "Ministerio de Salud", "viceministerio": "Viceministerio de Prestaciones y Aseguramiento en Salud",
		}, dbx.HashExp{"nombre": "Centro Nacional de Abastecimiento de Recursos Estratégicos en Salud"}).Execute()
		return err
	}, func(app core.App) error {
		return alter(app, "entidad", func(c *core.Collection) {
			c.Fields.RemoveByName("ministerio")
			c.Fields.RemoveByName("viceministerio")
		})
	})
}
