package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "solicitudes", "movimientos", "documentos")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("correos")
		c.Fields.Add(
			&core.TextField{Name: "asunto", Help: "Asunto del correo.", Max: 255, Presentable: true},
			email("para", "Destinatario."),
			choice("estado", "pendiente: se volverá a intentar · enviado: el servidor de correo lo aceptó · "+
				"incierto: lo recibió y no confirmó; se intenta una vez más en una hora · fallido: rechazado, o no salió en tres días. "+
				"Incierto o fallido: avise por otro medio, o póngalo en pendiente.",
				"pendiente", "enviado", "incierto", "fallido"),
			choice("tipo", "Qué comunica.", "recepcion", "observacion", "subsanacion", "derivacion", "respuesta", "no_presentada",
				"recordatorio", "numeros", "plazo", "resumen", "credenciales"),
			relation("solicitud", "Solicitud de la que trata.", cols[0]),
			relation("movimiento", "Movimiento que lo causó.", cols[1]),
			relation("adjunto", "Documento que lleva adjunto.", cols[2]),
			text("texto", "Versión de texto.", 50000),
			text("html", "Versión HTML.", 200000),
			number("intentos", "Veces que se intentó enviar."),
			date("proximo_en", "Cuándo se intentará de nuevo. Vacío en un correo incierto: ya no se intenta solo."),
			date("incierto_en", "Desde cuándo no se sabe si el servidor de correo lo aceptó."),
			date("enviado_en", "Cuándo lo aceptó el servidor de correo."),
			text("error", "Último error del servidor de correo.", 1000),
			date("creado_en", "Cuándo se escribió."),
			text("mensaje_id", "Identificador del correo (Message-ID), el mismo en cada intento.", 255),
			text("clave", "No llenar: la pone el sistema para que un aviso del reloj salga una sola vez.", 120),
		)
		c.Fields.Add(acknowledgement()...)
		indexCorreos(c)
		return app.Save(c)
	}, drop("correos"))
}

// acknowledgement are the columns that follow a notice after it was sent.
func acknowledgement() []core.Field {
	return []core.Field{
		secret("acuse", "Huella del enlace con que el ciudadano confirma el aviso."),
		date("acuse_en", "Cuándo confirmó el ciudadano que recibió el aviso, con el botón del correo o al subsanar. "+
			"Vacío: no lo ha confirmado."),
		text("acuse_ip", "Desde qué dirección IP presionó el botón.", 45),
		date("cedula_desde", "Si tiene fecha, y «acuse_en» y «cedula_en» están vacíos, NOTIFIQUE POR CÉDULA: "+
			"pasaron dos días hábiles sin confirmación (art. 20.4 de la Ley 27444). Luego registre un movimiento CEDULA."),
		date("cedula_en", "Cuándo se registró que el aviso se notificó por cédula."),
	}
}

func indexCorreos(c *core.Collection) {
	c.AddIndex("idx_correos_pendientes", false, "proximo_en", "estado = 'pendiente'")
	c.AddIndex("idx_correos_inciertos", false, "creado_en", "estado = 'incierto' AND cedula_en = ''")
	c.AddIndex("idx_correos_solicitud", false, "solicitud", "")
	c.AddIndex("idx_correos_adjunto", false, "adjunto", "")
	// The base itself refuses a second mail of the clock, however often a job runs.
	c.AddIndex("idx_correos_clave", true, "clave", "clave != ''")
	c.AddIndex("idx_correos_acuse", true, "acuse", "acuse != ''")
	c.AddIndex("idx_correos_sin_acuse", false, "cedula_desde, enviado_en",
		"estado = 'enviado' AND acuse != '' AND acuse_en = '' AND cedula_en = ''")
	c.AddIndex("idx_correos_fallidos", false, "creado_en", "estado = 'fallido' AND cedula_en = ''")
}
