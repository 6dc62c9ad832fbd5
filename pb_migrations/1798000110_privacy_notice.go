package pb_migrations

import (
	"embed"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the privacy notice says of the office (art. 18 of Ley 29733; arts. 6.1, 37 and 42
// of its rules), and the terms of the first office that name it. Terms that the office
// changed stay.
//
//go:embed privacy_texts
var privacyTexts embed.FS

func privacySettings() []core.Field {
	return []core.Field{
		text("oficial_datos", "Nombre del Oficial de Datos Personales de la entidad (art. 37 del Reglamento de la Ley 29733). "+
			"Sale en el aviso de privacidad y en los términos.", 150),
		email("oficial_datos_correo", "Correo del Oficial de Datos Personales. Ahí pide una persona que se revise lo que ocurrió "+
			"por el solo paso del plazo. Vacío: el correo de la mesa de partes."),
		text("banco_datos", "Denominación del banco de datos personales, "+
			"como figura en el Registro Nacional de Protección de Datos Personales.", 200),
		text("banco_datos_codigo", "Código de inscripción del banco de datos, por ejemplo RNPDP-PJP N.° 12345.", 60),
		text("conservacion", "Frase completa: cuánto tiempo se conservan los datos de una solicitud, y por qué norma. "+
			"Vacío: el aviso dice que el tiempo que ordenan las normas del Sistema Nacional de Archivos.", 1000),
		text("transferencias", "Frase completa: a quién más se entregan los datos, y si salen del país (servidores o correo en el extranjero). "+
			"Vacío: el aviso dice que no se transfieren a otros países.", 1000),
	}
}

func init() {
	m.Register(func(app core.App) error {
		if err := alter(app, "entidad", func(c *core.Collection) { c.Fields.Add(privacySettings()...) }); err != nil {
			return err
		}
		return exchangeTerms(app, "texts_by_rule/terminos.md", "privacy_texts/terminos.md",
			"CASE terminos_version WHEN '2' THEN '3' ELSE terminos_version || '/3' END")
	}, func(app core.App) error {
		err := exchangeTerms(app, "privacy_texts/terminos.md", "texts_by_rule/terminos.md",
			"CASE terminos_version WHEN '3' THEN '2' ELSE replace(terminos_version, '/3', '') END")
		if err != nil {
			return err
		}
		return alter(app, "entidad", func(c *core.Collection) {
			for _, f := range privacySettings() {
				removeField(c, f)
			}
		})
	})
}

// exchangeTerms gives the office other terms where it has those of the program, under the
// version that an expression of SQL says: an office that changed a rule the terms name has
// a version of its own. The rooms keep the version that is shown as the server starts.
func exchangeTerms(app core.App, has, gets, version string) error {
	was, err := readTerms(has)
	if err != nil {
		return err
	}
	is, err := readTerms(gets)
	if err != nil {
		return err
	}
	_, err = app.DB().Update("entidad", dbx.Params{"terminos": is, "terminos_version": dbx.NewExp(version)},
		dbx.HashExp{"terminos": was}).Execute()
	return err
}

func readTerms(name string) (string, error) {
	for _, files := range []embed.FS{privacyTexts, correctedTexts} {
		if data, err := files.ReadFile(name); err == nil {
			return string(data), nil
		}
	}
	data, err := textsByRule.ReadFile(name)
	return string(data), err
}
