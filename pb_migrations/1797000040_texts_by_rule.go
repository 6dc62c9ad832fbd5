package pb_migrations

import (
	"embed"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The texts of the first office name the office's rules in braces instead of repeating one
// of them, and every version of the terms is kept as it was accepted (arts. 9 and 37 of the
// rules of Ley 29733). A text that the office changed stays.
//
//go:embed texts_by_rule
var textsByRule embed.FS

var answersByRule = []struct{ id, before, now string }{
	{"pregunta0000002", "Todos los días, a cualquier hora. Si es sábado, domingo, feriado o día no laborable, " +
		"su solicitud cuenta como presentada " +
		"el siguiente día hábil. La página le muestra esa fecha.",
		"Todos los días, a cualquier hora. {regla_presentacion} La página le muestra la fecha que cuenta."},
	{"pregunta0000009", "Que falta algo o hay algo por corregir. El correo le explica qué documento y por qué. " +
		"Tiene dos días hábiles, desde el " +
		"día siguiente, para subir el documento corregido en Subsanar observaciones.",
		"Que falta algo o hay algo por corregir. El correo le explica qué documento y por qué. {plazo_subsanar} " +
			"Suba el documento corregido en Subsanar observaciones."},
}

func init() {
	m.Register(func(app core.App) error {
		if err := app.Save(acceptedTerms()); err != nil {
			return err
		}
		err := execute(app,
			`INSERT INTO terminos (id, version, texto, desde) SELECT 'terminos0000001', terminos_version, terminos, '' FROM entidad
				WHERE terminos_version != '' LIMIT 1`,
			"CREATE TRIGGER terminos_fijo_update BEFORE UPDATE ON terminos BEGIN SELECT RAISE(ABORT, 'terminos: solo se agrega'); END",
			"CREATE TRIGGER terminos_fijo_delete BEFORE DELETE ON terminos BEGIN SELECT RAISE(ABORT, 'terminos: solo se agrega'); END")
		if err != nil {
			return err
		}
		return exchangeTexts(app, "first_office/terminos.md", "texts_by_rule/terminos.md", "1", "2", false)
	}, func(app core.App) error {
		if err := execute(app, "DROP TRIGGER terminos_fijo_update", "DROP TRIGGER terminos_fijo_delete"); err != nil {
			return err
		}
		if err := exchangeTexts(app, "texts_by_rule/terminos.md", "first_office/terminos.md", "2", "1", true); err != nil {
			return err
		}
		return drop("terminos")(app)
	})
}

// acceptedTerms is the collection of the versions of the terms.
func acceptedTerms() *core.Collection {
	c := core.NewBaseCollection("terminos")
	c.Fields.Add(
		label("version", "Versión que nombran las solicitudes en «terminos_version».", 40),
		text("texto", "El texto como lo aceptó el ciudadano. No se edita: cambie los términos en la ficha de la entidad.", 30000),
		date("desde", "Desde cuándo se mostró. Vacío: desde antes de que se guardaran las versiones."),
	)
	c.AddIndex("idx_terminos_version", true, "version", "")
	return c
}

// exchangeTexts gives the office the other texts of the first office, where it has the ones.
func exchangeTexts(app core.App, has, gets, version, next string, back bool) error {
	text := func(name string) (string, error) {
		data, err := firstOffice.ReadFile(name)
		if err != nil {
			data, err = textsByRule.ReadFile(name)
		}
		return string(data), err
	}
	was, err := text(has)
	if err != nil {
		return err
	}
	is, err := text(gets)
	if err != nil {
		return err
	}
	_, err = app.DB().Update("entidad", dbx.Params{"terminos": is, "terminos_version": next},
		dbx.HashExp{"terminos": was, "terminos_version": version}).Execute()
	if err != nil {
		return err
	}
	for _, a := range answersByRule {
		was, is := a.before, a.now
		if back {
			was, is = is, was
		}
		_, err := app.DB().Update("preguntas_frecuentes", dbx.Params{"respuesta": is}, dbx.HashExp{"id": a.id, "respuesta": was}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}
