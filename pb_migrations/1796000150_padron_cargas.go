package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// SUNAT's registry from the dashboard: one record is one import.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("padron_cargas")
		c.Fields.Add(
			&core.FileField{
				Name: "archivo", MaxSelect: 1, MaxSize: 400 << 20, Protected: true,
				Help: "Padrón reducido del RUC: el zip tal como lo publica SUNAT, o el txt que trae dentro. Se borra al terminar.",
			},
			yes("forzar", "Marque solo si es correcto que el padrón nuevo tenga menos de la mitad de contribuyentes que el actual."),
			choice("estado", "Lo escribe el sistema. pendiente: espera su turno · importando · lista: ya está en uso · "+
				"fallida: sigue en uso el anterior; lea el detalle.", "pendiente", "importando", "lista", "fallida"),
			number("filas", "Contribuyentes que trae. Lo escribe el sistema."),
			number("malas", "Líneas que no se pudieron leer. Lo escribe el sistema."),
			text("detalle", "Cómo terminó. Lo escribe el sistema.", 2000),
			number("intentos", "Veces que se comenzó a importar. Lo escribe el sistema."),
			date("iniciada_en", "Cuándo comenzó. Lo escribe el sistema."),
			date("terminada_en", "Cuándo terminó. Lo escribe el sistema."),
			created(),
		)
		c.AddIndex("idx_padron_cargas_estado", false, "estado, created", "")
		return app.Save(c)
	}, drop("padron_cargas"))
}
