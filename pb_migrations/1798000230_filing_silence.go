package pb_migrations

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What silence means for a filing is fixed when the filing comes in, so that no later
// change of the catalogue undoes what silence approved. Who took a cédula is no public
// text.

// What the dashboard says beside the number of a cédula: before, and since.
const (
	helpOfCedula       = "CEDULA: su número."
	helpOfCedulaNumber = "CEDULA: su número, obligatorio. Lo leerá el ciudadano."
)

func filingSilence() core.Field {
	return choice("silencio", "Qué ocurre si vence el plazo de ley sin respuesta: lo que decía el trámite cuando entró la solicitud.",
		"positivo", "negativo", "no_aplica")
}

func cedulaTaker() core.Field {
	return text("recibida_por", "CEDULA: quién la recibió y en qué calidad, o por qué no se pudo entregar en mano. "+
		"No lo ve el ciudadano.", 300)
}

func init() {
	m.Register(func(app core.App) error {
		err := errors.Join(
			alter(app, "solicitudes", func(c *core.Collection) { c.Fields.Add(filingSilence()) }),
			alter(app, "movimientos", func(c *core.Collection) {
				c.Fields.Add(cedulaTaker())
				c.Fields.GetByName("cedula_numero").(*core.TextField).Help = helpOfCedulaNumber
			}))
		if err != nil {
			return err
		}
		return execute(app, `UPDATE solicitudes SET silencio = t.silencio FROM tramites t WHERE t.id = solicitudes.tramite`)
	}, func(app core.App) error {
		return errors.Join(
			alter(app, "solicitudes", func(c *core.Collection) { c.Fields.RemoveByName("silencio") }),
			alter(app, "movimientos", func(c *core.Collection) {
				c.Fields.RemoveByName("recibida_por")
				c.Fields.GetByName("cedula_numero").(*core.TextField).Help = helpOfCedula
			}))
	})
}
