package pb_migrations

import (
	"errors"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Photos of a document become a PDF: the setting, on everywhere, and what the questions
// say of it.
const helpOfPhotoRules = " {fotos} {pasos_pdf}"

var photoQuestion = row{"preguntas_frecuentes", dbx.Params{
	"id": "pregunta0000021", "pregunta": "¿Cómo convierto mi documento en PDF?", "orden": 4, "activo": true,
	"respuesta": "{fotos}\n\nSi está en Word, en Excel o en otro formato, guárdelo como PDF:\n\n{pasos_pdf}",
}}

// photoAnswer is the answer about files before it named photos, and since.
var photoAnswer = [2]string{
	"Un documento principal, que es obligatorio, y {max_anexos}. Todos en PDF y de hasta {limite_mb} MB cada uno. " +
		"Si pide información pública puede escribir su pedido en la página, sin documento principal.\n\n" +
		"Si su documento está en Word o en fotos, guárdelo primero como PDF.",
	"Un documento principal, que es obligatorio, y {max_anexos}. Todos en PDF y de hasta {limite_mb} MB cada uno. " +
		"Si pide información pública puede escribir su pedido en la página, sin documento principal.\n\n" +
		"Si su documento está en Word, guárdelo primero como PDF. {fotos}",
}

func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "entidad", func(c *core.Collection) {
			c.Fields.Add(yes("admitir_fotos", "El ciudadano puede subir fotos JPG, PNG o WebP de su documento: se unen en un PDF. "+
				"Apagado: solo se acepta PDF."))
		})
		if err != nil {
			return err
		}
		return errors.Join(
			execute(app, "UPDATE entidad SET admitir_fotos = TRUE"),
			explainPhotos(app, func(help string) string { return help + helpOfPhotoRules }),
			answerPhotos(app, 0, 1),
			askPhotos(app),
		)
	}, func(app core.App) error {
		return errors.Join(
			removeRows(app, []row{photoQuestion}),
			answerPhotos(app, 1, 0),
			explainPhotos(app, func(help string) string { return strings.TrimSuffix(help, helpOfPhotoRules) }),
			alter(app, "entidad", func(c *core.Collection) { c.Fields.RemoveByName("admitir_fotos") }),
		)
	})
}

// explainPhotos changes the help that lists the rules which an answer may name.
func explainPhotos(app core.App, change func(string) string) error {
	return alter(app, "preguntas_frecuentes", func(c *core.Collection) {
		f := c.Fields.GetByName("respuesta").(*core.TextField)
		f.Help = change(f.Help)
	})
}

// answerPhotos exchanges an answer that the office left as it was shipped.
func answerPhotos(app core.App, from, to int) error {
	return replaceText(app, "preguntas_frecuentes", "pregunta0000003",
		dbx.Params{"respuesta": photoAnswer[from]}, dbx.Params{"respuesta": photoAnswer[to]})
}

// askPhotos adds the question, unless the office already answers one like it.
func askPhotos(app core.App) error {
	var n int
	err := app.DB().Select("count(*)").From("preguntas_frecuentes").
		Where(dbx.NewExp("respuesta LIKE '%Guardar como PDF%' AND pregunta LIKE '%convert%'")).Row(&n)
	if err != nil || n > 0 {
		return err
	}
	return addRows(app, []row{photoQuestion})
}
