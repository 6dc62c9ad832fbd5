package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// webhooks are the addresses of other systems that are told of each move of a filing.
func webhooks() *core.Collection {
	c := core.NewBaseCollection("webhooks")
	destino := url("url", "Dirección https del otro sistema que recibe los avisos.")
	destino.Required = true
	etapas := choice("etapas", "De qué movimientos se le avisa. Vacío: de todos. Las notas internas nunca salen.",
		"RECEPCION", "OBSERVADO", "SUBSANADO", "NO PRESENTADO", "REGISTRADO", "DEVUELTO", "DERIVADO", "RECONDUCIDO", "REMITIDO",
		"PRORROGADO", "ATENDIDO", "ARCHIVADO", "DESISTIDO", "REABIERTO", "CEDULA")
	etapas.MaxSelect = len(etapas.Values)
	c.Fields.Add(
		label("nombre", "Qué sistema es, por ejemplo «SGD de la entidad».", 100),
		destino,
		etapas,
		yes("activo", "Solo los activos reciben avisos. El programa lo desmarca cuando el otro sistema responde 410."),
		yes("red_interna", "Permite direcciones de la red interna de la entidad. Las de enlace local, que usan las nubes, nunca se permiten."),
		secret("secreto", "Secreto (whsec_…) con que el otro sistema comprueba la firma. Vacío: el programa crea uno. "+
			"Para cambiarlo, vacíelo y guarde."),
		number("pendientes", "La pone el programa: avisos que esperan salir."),
		number("fallidos", "La pone el programa: avisos que no salieron en cinco días. Están en «webhook_envios»."),
		text("error", "La pone el programa: por qué no salió el último intento. Vacío: el último salió bien.", 500),
		date("error_en", "La pone el programa: cuándo falló el último intento."),
		date("enviado_en", "La pone el programa: cuándo salió el último aviso."),
		date("apagado_en", "La pone el programa: cuándo el otro sistema pidió no recibir más (410)."),
	)
	return c
}

// webhookDeliveries is the outbox of the webhooks.
func webhookDeliveries(to *core.Collection) *core.Collection {
	c := core.NewBaseCollection("webhook_envios")
	webhook := relation("webhook", "A qué sistema va.", to)
	webhook.Required, webhook.CascadeDelete = true, true
	c.Fields.Add(
		webhook,
		label("numero", "Solicitud de la que avisa.", 20),
		text("tipo", "Qué avisa.", 100),
		choice("estado", "pendiente: se intentará otra vez · enviado: el otro sistema respondió bien · "+
			"fallido: no salió en cinco días, o el sistema respondió 410. Para enviarlo otra vez, póngalo en pendiente.",
			"pendiente", "enviado", "fallido"),
		text("error", "Por qué no salió en el último intento.", 500),
		number("intentos", "Veces que se intentó."),
		date("proximo_en", "Cuándo se intentará de nuevo."),
		date("intentado_en", "Cuándo se intentó la última vez."),
		date("enviado_en", "Cuándo respondió bien el otro sistema."),
		date("creado_en", "Cuándo se escribió, con el movimiento."),
		text("movimiento", "Movimiento que lo causó.", 15),
		text("cuerpo", "Lo que se envía, igual en cada intento (CloudEvents 1.0).", 10000),
	)
	// The base itself refuses a second word of a move to one system.
	c.AddIndex("idx_webhook_envios_movimiento", true, "webhook, movimiento", "")
	c.AddIndex("idx_webhook_envios_pendientes", false, "webhook, proximo_en", "estado = 'pendiente'")
	c.AddIndex("idx_webhook_envios_fallidos", false, "webhook", "estado = 'fallido'")
	c.AddIndex("idx_webhook_envios_enviados", false, "enviado_en", "estado = 'enviado'")
	return c
}

func init() {
	m.Register(func(app core.App) error {
		to := webhooks()
		if err := app.Save(to); err != nil {
			return err
		}
		return app.Save(webhookDeliveries(to))
	}, drop("webhooks", "webhook_envios"))
}
