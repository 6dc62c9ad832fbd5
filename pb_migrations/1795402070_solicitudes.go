package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "tramites", "areas")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("solicitudes")
		c.Fields.Add(&core.TextField{Name: "numero", Presentable: true, Max: 20,
			Help: "Número de la solicitud. Lo pone el sistema, sin saltos. Esta ficha no se edita: registre un movimiento."})
		c.Fields.Add(
			number("anio", "Año del número."),
			number("correlativo", "Correlativo dentro del año."),
			choice("estado", "Estado actual. Cambia solo con un movimiento.", states...),
			choice("persona", "Persona natural o jurídica.", "natural", "juridica"),
			choice("tipo_documento", "Tipo de documento de identidad.", "DNI", "CE"),
			text("numero_documento", "Número del documento de identidad.", 12),
			text("nombres", "Nombres del solicitante.", 100),
			text("apellidos", "Apellidos del solicitante.", 100),
			text("telefono", "Teléfono.", 20),
			email("correo", "Correo validado con un código; ahí llegan las notificaciones."),
			text("domicilio", "Domicilio del solicitante.", 200),
			text("ruc", "RUC de la persona jurídica representada.", 11),
			text("razon_social", "Razón social de la persona jurídica representada.", 200),
			relation("tramite", "Trámite solicitado.", cols[0]),
			text("asunto", "Asunto escrito por el ciudadano.", 200),
			date("recibida_en", "Instante en que llegó."),
			date("presentada_el", "Fecha desde la que cuenta como presentada."),
			text("presentada_motivo", "Por qué la fecha que cuenta no es la de llegada; vacío si es la misma.", 120),
			date("vence_subsanacion", "Último día para subsanar. Se fija cuando el correo de observación fue aceptado para entrega."),
			date("vence_respuesta", "Último día para responder."),
			text("expediente", "Número de expediente; se da al registrar.", 60),
			relation("area", "Área que la tiene ahora.", cols[1]),
			text("terminos_version", "Versión de los términos que aceptó.", 40),
			date("terminos_en", "Cuándo los aceptó."),
			text("terminos_ip", "Desde qué dirección IP los aceptó.", 45),
			yes("autorizo", "Autorizó recibir notificaciones por correo."),
			text("cuo", "Código único de operación (PIDE).", 20),
			text("cuo_ref", "CUO al que responde (PIDE).", 20),
			text("entidad_emisora_ruc", "RUC de la entidad que remite (PIDE).", 11),
			text("borrador", "Borrador del que nació.", 20),
		)
		c.AddIndex("idx_solicitudes_numero", true, "numero", "")
		c.AddIndex("idx_solicitudes_correlativo", true, "anio, correlativo", "")
		c.AddIndex("idx_solicitudes_borrador", true, "borrador", "")
		c.AddIndex("idx_solicitudes_estado", false, "estado", "")
		c.AddIndex("idx_solicitudes_documento", false, "numero_documento", "")
		c.AddIndex("idx_solicitudes_correo", false, "correo", "")
		return app.Save(c)
	}, drop("solicitudes"))
}

var states = []string{"recibida", "observada", "subsanada", "no_presentada", "registrada", "derivada", "atendida", "archivada"}
