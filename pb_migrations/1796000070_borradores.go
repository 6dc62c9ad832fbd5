package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// A filing being prepared: what a citizen's browser holds until it is sent.
func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "tramites", "solicitudes")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("borradores")
		c.Fields.Add(
			secret("secreto", "Huella del secreto que guarda el navegador del ciudadano."),
			choice("persona", "Persona natural o jurídica.", "natural", "juridica"),
			text("terminos_version", "Versión de los términos que aceptó.", 40),
			date("terminos_en", "Cuándo los aceptó."),
			text("terminos_ip", "Desde qué dirección IP.", 45),
			choice("tipo_documento", "Tipo de documento.", "DNI", "CE"),
			text("numero_documento", "Número de documento.", 12),
			text("nombres", "Nombres.", 100),
			text("apellidos", "Apellidos.", 100),
			text("telefono", "Teléfono.", 20),
			email("correo", "Correo."),
			text("domicilio", "Domicilio.", 200),
			yes("autorizo", "Autorizó recibir notificaciones por correo."),
			text("ruc", "RUC.", 11),
			text("razon_social", "Razón social.", 200),
			email("correo_validado", "Dirección que se validó con un código."),
			relation("tramite", "Trámite elegido.", cols[0]),
			text("asunto", "Asunto.", 200),
			number("parte", "Partes del formulario ya completadas."),
			relation("solicitud", "Solicitud en que se convirtió.", cols[1]),
			date("vence", "Cuándo se borra si no se envía."),
			created(), updated(),
		)
		c.Fields.Add(lookedUp()...)
		c.AddIndex("idx_borradores_vence", false, "vence", "")
		return app.Save(c)
	}, drop("borradores"))
}

// lookedUp are the columns of what the State's registers said.
func lookedUp() []core.Field {
	return []core.Field{
		text("nombres_fuente", "Registro que dio los nombres, por ejemplo RENIEC. Vacío: los escribió la persona.", 100),
		text("ruc_situacion", "Cómo figura el RUC en SUNAT. Es un dato para el personal: "+
			"no es motivo para rechazar ni observar la solicitud.", 250),
		&core.TextField{Name: "nombres_hallados", Max: 400, Hidden: true,
			Help: "Lo que dio el registro, para saber si la persona lo corrigió. Lo escribe el sistema y se borra con el borrador."},
	}
}
