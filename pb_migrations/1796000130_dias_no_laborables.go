package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("dias_no_laborables")
		fecha := date("fecha", "Día declarado no laborable. Los feriados nacionales ya los sabe el sistema: no los agregue.")
		fecha.Required = true
		c.Fields.Add(
			fecha,
			label("nombre", "Motivo, por ejemplo: Día no laborable compensable.", 150),
			text("base_legal", "Norma que lo declara. La entidad no puede declararlo por sí misma (art. 137.3 de la Ley 27444).", 200),
			text("region", "Solo para esta región; vacío: todo el país.", 60),
			text("provincia", "Solo para esta provincia; vacío: toda la región.", 60),
			yes("medio_dia", "Solo medio día: cuenta dentro de un plazo, pero ningún plazo termina en él."),
		)
		c.AddIndex("idx_dias_fecha", true, "fecha, region, provincia", "")
		return app.Save(c)
	}, drop("dias_no_laborables"))
}
