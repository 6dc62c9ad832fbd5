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
		return exchangeTerms(app, "2", "3", false)
	}, func(app core.App) error {
		if err := exchangeTerms(app, "2", "3", true); err != nil {
			return err
		}
		return alter(app, "entidad", func(c *core.Collection) {
			for _, f := range privacySettings() {
				removeField(c, f)
			}
		})
	})
}

// exchangeTerms gives the office the terms that name its privacy notice, where it has those
// of before, or takes them back. The rooms keep the version that is shown as the server starts.
func exchangeTerms(app core.App, before, now string, back bool) error {
	was, err := textsByRule.ReadFile("texts_by_rule/terminos.md")
	if err != nil {
		return err
	}
	is, err := privacyTexts.ReadFile("privacy_texts/terminos.md")
	if err != nil {
		return err
	}
	if back {
		was, is, before, now = is, was, now, before
	}
	_, err = app.DB().Update("entidad", dbx.Params{"terminos": string(is), "terminos_version": now},
		dbx.HashExp{"terminos": string(was), "terminos_version": before}).Execute()
	return err
}
