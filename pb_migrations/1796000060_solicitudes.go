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
			choice("estado", "Estado actual. Cambia solo con un movimiento.",
				"recibida", "observada", "subsanada", "no_presentada", "registrada", "derivada", "atendida", "archivada"),
		)
		c.Fields.Add(applicant()...)
		c.Fields.Add(request(cols[0], cols[1])...)
		c.Fields.Add(legalClock()...)
		c.Fields.Add(
			text("nombres_fuente", "Registro que dio los nombres, por ejemplo RENIEC. Vacío: los escribió la persona.", 100),
			text("ruc_situacion", "Cómo figura el RUC en SUNAT. Es un dato para el personal: "+
				"no es motivo para rechazar ni observar la solicitud.", 250),
		)
		c.AddIndex("idx_solicitudes_numero", true, "numero", "")
		c.AddIndex("idx_solicitudes_correlativo", true, "anio, correlativo", "")
		c.AddIndex("idx_solicitudes_borrador", true, "borrador", "")
		c.AddIndex("idx_solicitudes_estado", false, "estado", "")
		c.AddIndex("idx_solicitudes_documento", false, "numero_documento", "")
		c.AddIndex("idx_solicitudes_correo", false, "correo", "")
		c.AddIndex("idx_solicitudes_recibida", false, "recibida_en", "") // the newest, at each number
		return app.Save(c)
	}, drop("solicitudes"))
}

// applicant are the columns of who files.
func applicant() []core.Field {
	return []core.Field{
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
	}
}

// request are the columns of what is filed, when, and where it stands.
func request(tramites, areas *core.Collection) []core.Field {
	return []core.Field{
		relation("tramite", "Trámite solicitado.", tramites),
		text("asunto", "Asunto escrito por el ciudadano.", 200),
		date("recibida_en", "Instante en que llegó."),
		date("presentada_el", "Fecha desde la que cuenta como presentada."),
		text("presentada_motivo", "Por qué la fecha que cuenta no es la de llegada; vacío si es la misma.", 200),
		date("vence_subsanacion", "Último día para subsanar. Se fija cuando el correo de observación fue aceptado para entrega."),
		date("vence_respuesta", "Último día para responder."),
		text("expediente", "Número de expediente; se da al registrar.", 60),
		relation("area", "Área que la tiene ahora.", areas),
		text("terminos_version", "Versión de los términos que aceptó.", 40),
		date("terminos_en", "Cuándo los aceptó."),
		text("terminos_ip", "Desde qué dirección IP los aceptó.", 45),
		yes("autorizo", "Autorizó recibir notificaciones por correo."),
		text("cuo", "Código único de operación (PIDE).", 20),
		text("cuo_ref", "CUO al que responde (PIDE).", 20),
		text("entidad_emisora_ruc", "RUC de la entidad que remite (PIDE).", 11),
		text("borrador", "Borrador del que nació.", 20),
	}
}

// legalClock are the columns that the clock keeps: the term that runs, the facts it
// is counted from, and what staff see of it.
func legalClock() []core.Field {
	return []core.Field{
		choice("semaforo", "verde: hay tiempo · ambar: queda la quinta parte del plazo o menos · rojo: vence hoy o ya venció. "+
			"Vacío: no corre ningún plazo de la entidad.", "verde", "ambar", "rojo"),
		text("alerta", "Qué plazo apremia y por qué. Lo escribe el reloj.", 500),
		date("vence_revision", "Último día para observar o registrar: dos días hábiles (art. 125.6 de la Ley 27444). "+
			"Vacío si ya se revisó."),
		date("plazo_desde", "Día del que depende el plazo que corre: presentación, subsanación, aviso de observación o registro. "+
			"Ese día no se cuenta."),
		number("plazo_dias", "Días que tenía el plazo de respuesta o de subsanación al empezar; 0 si no lo hay."),
		choice("plazo_tipo", "Cómo se cuentan esos días.", "habiles", "calendario"),
		text("presentada_texto", "Qué día llegó y desde cuál cuenta, cuando no son el mismo.", 300),
	}
}
