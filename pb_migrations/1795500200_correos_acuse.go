package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The columns and indexes that follow a notice after it was sent.
var (
	acuseFields  = []string{"acuse", "acuse_en", "acuse_ip", "cedula_desde", "cedula_en"}
	acuseIndexes = []string{"idx_correos_acuse", "idx_correos_sin_acuse", "idx_correos_fallidos"}
)

func init() {
	m.Register(func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("correos")
		if err != nil {
			return err
		}
		c.Fields.Add(
			secret("acuse", "Huella del enlace con que el ciudadano confirma el aviso."),
			date("acuse_en", "Cuándo confirmó el ciudadano que recibió el aviso, con el botón del correo o al subsanar. Vacío: no lo ha confirmado."),
			text("acuse_ip", "Desde qué dirección IP presionó el botón.", 45),
			date("cedula_desde", "Si tiene fecha, y «acuse_en» y «cedula_en» están vacíos, NOTIFIQUE POR CÉDULA: pasaron dos días hábiles sin confirmación (art. 20.4 de la Ley 27444). Luego registre un movimiento CEDULA."),
			date("cedula_en", "Cuándo se registró que el aviso se notificó por cédula."),
		)
		c.AddIndex("idx_correos_acuse", true, "acuse", "acuse != ''")
		c.AddIndex("idx_correos_sin_acuse", false, "cedula_desde, enviado_en",
			"estado = 'enviado' AND acuse != '' AND acuse_en = '' AND cedula_en = ''")
		c.AddIndex("idx_correos_fallidos", false, "creado_en", "estado = 'fallido' AND cedula_en = ''")
		return app.Save(c)
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("correos")
		if err != nil {
			return err
		}
		for _, name := range acuseIndexes {
			c.RemoveIndex(name)
		}
		for _, name := range acuseFields {
			c.Fields.RemoveByName(name)
		}
		return app.Save(c)
	})
}
