package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "solicitudes", "areas", "subsanaciones")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("movimientos")
		solicitud := relation("solicitud", "Solicitud que se mueve.", cols[0])
		solicitud.Required = true
		c.Fields.Add(
			solicitud, stage(),
			relation("area", "Área de destino al derivar. Vacía: la que propone el trámite.", cols[1]),
			text("observaciones", "Lo que leerá el ciudadano. Al observar: la observación general. "+
				"Al atender: la respuesta (obligatoria). "+
				"En una nota, solo lo ve el personal. Con CEDULA: su número y la fecha de entrega (obligatorio).", 2000),
			text("instrucciones", "Indicaciones para el área. El ciudadano nunca las ve. "+
				"En SUBSANADO guarda la respuesta que escribió el ciudadano.", 2000),
			text("expediente", "Número de expediente al registrar. Vacío: lo pone el sistema.", 60),
			pdf("respuesta", "PDF de respuesta al atender (opcional, hasta 15 MB). Se envía por correo al ciudadano.", 15<<20),
			date("fecha", "No llenar: la pone el sistema."),
			text("origen", "No llenar: lo pone el sistema.", 150),
			text("destino", "No llenar: lo pone el sistema.", 150),
			text("actor", "No llenar: lo pone el sistema. Vacío = lo hizo el reloj.", 200),
			relation("subsanacion", "No llenar: la pone el sistema.", cols[2]),
		)
		c.AddIndex("idx_movimientos_solicitud", false, "solicitud, fecha", "")
		c.AddIndex("idx_movimientos_subsanacion", false, "subsanacion", "")
		c.AddIndex("idx_movimientos_fecha", false, "fecha", "") // the newest, at each line
		// The daily digest looks for late observations and must not read the whole trail.
		c.AddIndex("idx_movimientos_observados", false, "fecha", "etapa = 'OBSERVADO'")
		return app.Save(c)
	}, drop("movimientos"))
}

func stage() *core.SelectField {
	f := choice("etapa", "OBSERVADO: pedir correcciones (antes marque los documentos) · REGISTRADO: dar expediente · "+
		"DERIVADO: llene el área · ATENDIDO: llene observaciones con la respuesta · ARCHIVADO · NOTA: apunte interno · "+
		"CEDULA: notificó en papel. RECEPCION, SUBSANADO y NO PRESENTADO los escribe el sistema.",
		"RECEPCION", "OBSERVADO", "SUBSANADO", "NO PRESENTADO", "REGISTRADO", "DERIVADO", "ATENDIDO", "ARCHIVADO", "NOTA", "CEDULA")
	f.Required = true
	f.Presentable = true
	return f
}
