package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Who saw what: art. 46 of the rules of Ley 29733 asks two years of it. The
// columns hold plain ids, so that a line outlives what it speaks of.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("accesos")
		c.Fields.Add(
			date("fecha", "Cuándo."),
			text("actor", "Quién: colección, identificador y nombre.", 200),
			choice("accion", "ver: abrió la ficha · listar: vio una lista · descargar: abrió un archivo.", "ver", "listar", "descargar"),
			text("coleccion", "Qué tipo de ficha.", 40),
			text("registro", "Cuál ficha.", 20),
			text("archivo", "Qué archivo, si descargó; con qué filtro, si listó.", 255),
			text("ip", "Desde qué dirección IP.", 45),
		)
		c.AddIndex("idx_accesos_registro", false, "registro", "")
		c.AddIndex("idx_accesos_fecha", false, "fecha", "")
		return app.Save(c)
	}, drop("accesos"))
}
