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
		etapa := choice("etapa", "OBSERVADO: pedir correcciones · REGISTRADO: dar expediente · DERIVADO: enviar a un área · ATENDIDO: responder al ciudadano · ARCHIVADO · NOTA: apunte interno. Las demás las escribe el sistema.",
			"RECEPCION", "OBSERVADO", "SUBSANADO", "NO PRESENTADO", "REGISTRADO", "DERIVADO", "ATENDIDO", "ARCHIVADO", "NOTA")
		etapa.Required = true
		etapa.Presentable = true
		c.Fields.Add(
			solicitud, etapa,
			relation("area", "Área de destino. Obligatoria al derivar.", cols[1]),
			text("observaciones", "Lo que leerá el ciudadano. Al observar: la observación general. Al atender: la respuesta (obligatoria). En una nota, solo lo ve el personal.", 2000),
			text("instrucciones", "Indicaciones para el área. El ciudadano nunca las ve.", 2000),
			text("expediente", "Número de expediente al registrar. Vacío: lo pone el sistema.", 60),
			pdf("respuesta", "PDF de respuesta al atender (opcional, hasta 15 MB). Se envía por correo al ciudadano.", 15<<20),
			date("fecha", "La pone el sistema."),
			text("origen", "La pone el sistema.", 150),
			text("destino", "La pone el sistema.", 150),
			text("actor", "Quién lo hizo. Lo pone el sistema; vacío = el reloj.", 200),
			relation("subsanacion", "Subsanación que lo causó. La pone el sistema.", cols[2]),
		)
		c.AddIndex("idx_movimientos_solicitud", false, "solicitud, fecha", "")
		return app.Save(c)
	}, drop("movimientos"))
}
