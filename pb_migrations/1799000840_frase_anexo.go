package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The shipped phrase about a missing annex named a last day. Where the term begins with the
// citizen's acknowledgement the notice has none yet.
func init() {
	const (
		which  = "frase0000000003"
		missed = "El escrito menciona un documento que no lo acompaña. Incluya ese documento en el mismo PDF. "
		named  = missed + "Puede hacerlo hasta el {vence}."
		told   = missed + "Puede hacerlo en el plazo que indica este aviso."
	)
	// An office that wrote its own text keeps it.
	swap := func(app core.App, from, to string) error {
		_, err := app.DB().Update("frases", dbx.Params{"texto": to}, dbx.HashExp{"id": which, "texto": from}).Execute()
		return err
	}
	m.Register(func(app core.App) error { return swap(app, named, told) }, func(app core.App) error { return swap(app, told, named) })
}
