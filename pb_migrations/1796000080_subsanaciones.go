package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A correction being prepared: what a citizen's session holds until it is sent.
func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "solicitudes")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("subsanaciones")
		c.Fields.Add(
			relation("solicitud", "Solicitud observada.", cols[0]),
			secret("secreto", "Huella del secreto que guarda el navegador del ciudadano."),
			date("vence", "Cuándo termina la sesión del ciudadano (60 minutos)."),
			yes("validada", "Probó con un código que el correo es suyo."),
			text("respuesta", "Respuesta escrita, cuando se observó la solicitud en general.", 2000),
			date("enviada_en", "Cuándo se envió; vacío mientras se prepara."),
			created(), updated(),
		)
		c.AddIndex("idx_subsanaciones_solicitud", false, "solicitud", "")
		return app.Save(c)
	}, drop("subsanaciones"))
}
