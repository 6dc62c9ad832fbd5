package pb_migrations

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Corrections of the texts that the first office was shipped with: accents, requirements,
// and rules of the office that were still written out. A text that the office changed
// stays.
//
//go:embed texts_corrected
var correctedTexts embed.FS

// correction is a text of a row: as it was shipped, and as it reads now.
type correction struct{ collection, id, column, before, now string }

var corrections = []correction{
	{"tramites", "tramite00000007", "nombre", "SOLICITUD DE REBAJA DE ORDENES", "SOLICITUD DE REBAJA DE ÓRDENES"},
	{"tramites", "tramite00000014", "nombre", "SOLICITUD DE PRORROGA DE PLAZO", "SOLICITUD DE PRÓRROGA DE PLAZO"},
	{"preguntas_frecuentes", "pregunta0000003", "respuesta",
		"Un documento principal, que es obligatorio, y hasta dos anexos. Todos en PDF y de hasta 100 MB cada uno.\n\n" +
			"Si su documento está en Word o en fotos, guárdelo primero como PDF.",
		"Un documento principal, que es obligatorio, y {max_anexos}. Todos en PDF y de hasta {limite_mb} MB cada uno. " +
			"Si pide información pública puede escribir su pedido en la página, sin documento principal.\n\n" +
			"Si su documento está en Word o en fotos, guárdelo primero como PDF."},
	{"preguntas_frecuentes", "pregunta0000011", "respuesta",
		"No. Lo presentado por aquí vale igual y la entidad no puede pedirle que lo entregue otra vez en papel.",
		"No. Lo presentado por aquí vale igual y la entidad no puede pedirle que lo entregue otra vez en papel. " +
			"Solo se entrega en papel lo que una norma exige en original, por ejemplo una carta fianza. La entidad le dirá cuándo y dónde."},
	{"preguntas_frecuentes", "pregunta0000012", "respuesta",
		"Depende del trámite. El plazo aparece cuando lo elige y, una vez registrada la solicitud, la fecha límite se ve en el seguimiento.",
		"Depende del trámite. El plazo aparece cuando lo elige y la fecha límite se ve en el seguimiento. {inicio_plazo}"},
}

func init() {
	m.Register(func(app core.App) error {
		return correctTexts(app, false)
	}, func(app core.App) error {
		return correctTexts(app, true)
	})
}

// correctTexts exchanges every text, back on the way down. Corrected terms are a new
// version, whatever the version was: a setting that they name may have changed it.
func correctTexts(app core.App, back bool) error {
	required, err := requirements()
	if err != nil {
		return err
	}
	for _, c := range append(required, corrections...) {
		if back {
			c.before, c.now = c.now, c.before
		}
		if err := replaceText(app, c.collection, c.id, dbx.Params{c.column: c.before}, dbx.Params{c.column: c.now}); err != nil {
			return err
		}
	}
	if back {
		return exchangeTerms(app, "texts_corrected/terminos.md", "privacy_texts/terminos.md",
			"CASE terminos_version WHEN '4' THEN '3' ELSE replace(terminos_version, '/4', '/3') END")
	}
	return exchangeTerms(app, "privacy_texts/terminos.md", "texts_corrected/terminos.md",
		"CASE terminos_version WHEN '3' THEN '4' ELSE replace(terminos_version, '/3', '') || '/4' END")
}

// requirements are those of the procedures that had none.
func requirements() (list []correction, err error) {
	f, err := correctedTexts.Open("texts_corrected/requisitos.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, line := range lines[1:] {
		list = append(list, correction{"tramites", line[0], "requisitos", "", line[1]})
	}
	return list, nil
}

// replaceText gives a row other texts if it has the ones. A name that the office gave
// another procedure meanwhile leaves the row as it is: names are unique.
func replaceText(app core.App, collection, id string, has, gets dbx.Params) error {
	update := app.DB().Update(collection, gets, dbx.And(dbx.HashExp{"id": id}, dbx.HashExp(has)))
	sql := strings.Replace(update.SQL(), "UPDATE", "UPDATE OR IGNORE", 1)
	if _, err := app.DB().NewQuery(sql).Bind(update.Params()).Execute(); err != nil {
		return fmt.Errorf("%s %s: %w", collection, id, err)
	}
	return nil
}
