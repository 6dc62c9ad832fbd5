package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Each question to the State's registers, without the names it brought. A line is
// written when it is asked and closed once with its outcome; then it stays two
// years, as who saw what does.
var consultaTriggers = map[string]string{
	"consultas_fijo_update": `BEFORE UPDATE ON consultas WHEN OLD.resultado != '' OR OLD.id IS NOT NEW.id OR OLD.borrador IS NOT NEW.borrador
			OR OLD.tipo IS NOT NEW.tipo OR OLD.numero IS NOT NEW.numero OR OLD.fecha IS NOT NEW.fecha
		BEGIN SELECT RAISE(ABORT, 'consultas: solo se agrega'); END`,
	"consultas_fijo_delete": `BEFORE DELETE ON consultas WHEN OLD.fecha > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-2 years')
		BEGIN SELECT RAISE(ABORT, 'consultas: se conservan dos años'); END`,
	"consultas_fijo_insert": `BEFORE INSERT ON consultas WHEN EXISTS (SELECT 1 FROM consultas WHERE id = NEW.id)
		BEGIN SELECT RAISE(ABORT, 'consultas: solo se agrega'); END`,
}

func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("consultas")
		c.Fields.Add(
			date("fecha", "Cuándo se preguntó."),
			text("borrador", "Identificador del borrador de solicitud para el que se preguntó.", 20),
			choice("tipo", "Qué documento se consultó.", "DNI", "CE", "RUC"),
			text("numero", "Número consultado. Los nombres que llegaron no se guardan aquí.", 12),
			text("fuente", "Quién respondió: padrón, RENIEC, Migraciones, SUNAT o el servicio privado.", 100),
			choice("resultado", "Cómo terminó. Vacío: el programa se detuvo antes de la respuesta.",
				"encontrada", "no_encontrada", "menor", "cuota", "no_disponible", "sin_servicio"),
			text("finalidad", "Para qué se preguntó.", 200),
			text("ip", "Dirección IP desde la que se llenaba la solicitud.", 45),
		)
		c.AddIndex("idx_consultas_borrador", false, "borrador", "")
		c.AddIndex("idx_consultas_fecha", false, "fecha", "")
		if err := app.Save(c); err != nil {
			return err
		}
		return createTriggers(app, consultaTriggers)
	}, drop("consultas"))
}

func createTriggers(app core.App, all map[string]string) error {
	for name, body := range all {
		if _, err := app.DB().NewQuery("CREATE TRIGGER " + name + " " + body).Execute(); err != nil {
			return err
		}
	}
	return nil
}
