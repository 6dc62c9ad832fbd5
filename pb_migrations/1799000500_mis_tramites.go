package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Mis trámites: the filings of an address, newest first, whatever the case it was typed in;
// and which browsers lost a draft to another one.
func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "solicitudes", func(c *core.Collection) {
			c.AddIndex("idx_solicitudes_de_correo", false, "lower(correo), recibida_en, id", "correo != ''")
		})
		if err != nil {
			return err
		}
		return alter(app, "borradores", func(c *core.Collection) {
			c.Fields.Add(&core.TextField{Name: "secretos_previos", Max: 400, Hidden: true,
				Help: "Huellas de los navegadores que dejaron este borrador a otro. Lo escribe el sistema y se borra con el borrador."})
			c.AddIndex("idx_borradores_de_correo", false, "lower(correo_validado)", "correo_validado != '' AND solicitud = ''")
		})
	}, func(app core.App) error {
		err := alter(app, "borradores", func(c *core.Collection) {
			c.RemoveIndex("idx_borradores_de_correo")
			c.Fields.RemoveByName("secretos_previos")
		})
		if err != nil {
			return err
		}
		return alter(app, "solicitudes", func(c *core.Collection) { c.RemoveIndex("idx_solicitudes_de_correo") })
	})
}
