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
			choice("estado", "pendiente: se volverá a intentar · enviado: el servidor de correo lo aceptó · fallido: no se pudo en tres días; avise por otro medio, o póngalo en pendiente para intentarlo otra vez.", "pendiente", "enviado", "fallido"),
			choice("tipo", "Qué comunica.", "recepcion", "observacion", "subsanacion", "derivacion", "respuesta", "no_presentada", "recordatorio", "numeros"),
			relation("solicitud", "Solicitud de la que trata.", cols[0]),
			relation("movimiento", "Movimiento que lo causó.", cols[1]),
			relation("adjunto", "Documento que lleva adjunto.", cols[2]),
			text("texto", "Versión de texto.", 50000),
			text("html", "Versión HTML.", 200000),
			number("intentos", "Veces que se intentó enviar."),
			date("proximo_en", "Cuándo se intentará de nuevo."),
			date("enviado_en", "Cuándo lo aceptó el servidor de correo."),
			text("error", "Último error del servidor de correo.", 1000),
			date("creado_en", "Cuándo se escribió."),
		)
		c.AddIndex("idx_correos_pendientes", false, "proximo_en", "estado = 'pendiente'")
		c.AddIndex("idx_correos_solicitud", false, "solicitud", "")
		c.AddIndex("idx_correos_adjunto", false, "adjunto", "")
		return app.Save(c)
	}, drop("correos"))
}
