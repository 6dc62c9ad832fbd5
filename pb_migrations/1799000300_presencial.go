package pb_migrations

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The channel by which a filing came in: the site, or the counter, where reception enters a
// paper with its scan. Filings of before have none, which means digital: no row is rewritten.

func channel() core.Field {
	return choice("canal", "Por dónde entró: digital, o presencial si mesa de partes recibió el papel. Vacío: digital.",
		"digital", "presencial")
}

func counterAccount() core.Field {
	return text("recibe", "Cuenta de mesa de partes que recibe el papel. Vacío: lo prepara el ciudadano.", 200)
}

func init() {
	m.Register(func(app core.App) error {
		return errors.Join(
			alter(app, "solicitudes", func(c *core.Collection) { c.Fields.Add(channel()) }),
			alter(app, "borradores", func(c *core.Collection) { addAll(c, []core.Field{channel(), counterAccount()}) }),
		)
	}, func(app core.App) error {
		return errors.Join(
			alter(app, "solicitudes", func(c *core.Collection) { c.Fields.RemoveByName("canal") }),
			alter(app, "borradores", func(c *core.Collection) {
				c.Fields.RemoveByName("canal")
				c.Fields.RemoveByName("recibe")
			}),
		)
	})
}
