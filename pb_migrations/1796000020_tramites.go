package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		cols, err := collections(app, "areas")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("tramites")
		c.Fields.Add(
			label("nombre", "Nombre del trámite como aparece en el formulario.", 200),
			number("orden", "Posición en la lista del formulario; 1 va primero."),
			limited("plazo_dias", "Días que la entidad tiene para responder. 0 si no hay plazo.", 1000),
			choice("tipo_dias", "Cómo se cuentan esos días.", "habiles", "calendario"),
			choice("silencio", "Qué ocurre si vence el plazo sin respuesta: positivo = se da por aprobada.",
				"positivo", "negativo", "no_aplica"),
			text("base_legal", "Norma que fija el plazo. La revisa el área legal de la entidad.", 500),
			text("requisitos", "Requisitos que verá el ciudadano al elegir este trámite. Una línea por requisito.", 2000),
			relation("area", "Área que suele responder; se propone al derivar.", cols[0]),
			yes("activo", "Solo los trámites activos se ofrecen en el formulario. Desactive en lugar de borrar."),
			choice("regla_presentacion", "Regla propia para días inhábiles. Vacío: la de la entidad.", "dia_habil_siguiente", "mismo_dia"),
		)
		c.AddIndex("idx_tramites_nombre", true, "nombre", "")
		return app.Save(c)
	}, drop("tramites"))
}
