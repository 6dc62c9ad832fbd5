package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// incidents is the record of what happened to personal data (arts. 34 and 35 of the rules
// of Ley 29733).
func incidents() *core.Collection {
	c := core.NewBaseCollection("incidentes")
	detectado := date("detectado_en", "Cuándo se supo. Desde aquí corren las 48 horas para comunicarlo "+
		"(art. 34 del Reglamento de la Ley 29733).")
	detectado.Required = true
	paso := label("que_paso", "Qué ocurrió: pérdida, acceso, copia, alteración o envío a quien no debía, y cómo se supo.", 3000)
	luz := choice("luz", "La pone el programa. ambar: falta comunicarlo · "+
		"rojo: pasaron 48 horas sin comunicarlo a la Autoridad y a las personas · vacía: está comunicado o no hace falta.", "ambar", "rojo")
	c.Fields.Add(
		detectado,
		paso,
		text("datos", "Qué datos alcanza, por ejemplo nombres, DNI, correos, documentos adjuntos. Diga si hay datos sensibles.", 2000),
		text("personas", "A quiénes alcanza y cuántas personas son, aunque sea aproximado.", 2000),
		text("medidas", "Qué se hizo y qué se hará para contenerlo y para que no se repita.", 3000),
		date("autoridad_en", "Cuándo se comunicó a la Autoridad Nacional de Protección de Datos Personales "+
			"(y al Centro Nacional de Seguridad Digital)."),
		date("personas_en", "Cuándo se comunicó a las personas afectadas."),
		text("sin_aviso_motivo", "Por qué no hace falta comunicarlo: solo si no es de gran magnitud ni alcanza datos sensibles (art. 34). "+
			"Igual queda registrado (art. 35). Vacío: hay que comunicarlo.", 1000),
		date("vence_en", "La pone el programa: hasta cuándo se puede comunicar a tiempo, 48 horas después de que se supo."),
		luz,
		date("registrado_en", "La pone el programa: cuándo se anotó aquí."),
		list("historial", "La pone el programa: quién anotó o cambió cada dato, cuándo, y qué decía antes. Un incidente no se borra."),
	)
	c.AddIndex("idx_incidentes_luz", false, "luz", "")
	return c
}

func init() {
	m.Register(func(app core.App) error {
		if err := app.Save(incidents()); err != nil {
			return err
		}
		return execute(app,
			"CREATE TRIGGER incidentes_fijo_delete BEFORE DELETE ON incidentes BEGIN SELECT RAISE(ABORT, 'incidentes: no se borran'); END",
			`CREATE TRIGGER incidentes_fijo_insert BEFORE INSERT ON incidentes WHEN EXISTS (SELECT 1 FROM incidentes WHERE id = NEW.id)
				BEGIN SELECT RAISE(ABORT, 'incidentes: no se reemplazan'); END`)
	}, func(app core.App) error {
		if err := execute(app, "DROP TRIGGER incidentes_fijo_delete", "DROP TRIGGER incidentes_fijo_insert"); err != nil {
			return err
		}
		return drop("incidentes")(app)
	})
}
