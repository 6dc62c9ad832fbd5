package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// termOfProcedure is what a procedure of the first office had and gets. What the office
// changed meanwhile stays.
type termOfProcedure struct {
	id          string
	before, now dbx.Params
}

var termsOfProcedures = []termOfProcedure{
	{"tramite00000001", // access to information
		dbx.Params{"inicio_plazo": "", "prorroga_base": ""},
		dbx.Params{"inicio_plazo": "presentacion", "prorroga_base": "Ley 27806, TUO DS 021-2019-JUS, art. 11.g: " +
			"se comunica dentro de los dos días hábiles del pedido"}},
	{"tramite00000003", // ampliación: twelve days by law, of which the office wants ten
		dbx.Params{"inicio_plazo": "", "plazo_dias": 10, "meta_dias": 0},
		dbx.Params{"inicio_plazo": "presentacion", "plazo_dias": 12, "meta_dias": 10}},
	{"tramite00000014", // prórroga: positive silence only where the contract's rule says so
		dbx.Params{"inicio_plazo": "", "plazo_dias": 10, "meta_dias": 0, "silencio": "positivo"},
		dbx.Params{"inicio_plazo": "presentacion", "plazo_dias": 12, "meta_dias": 10, "silencio": "negativo"}},
}

func init() {
	m.Register(func(app core.App) error {
		for _, t := range termsOfProcedures {
			if err := exchange(app, t.id, t.before, t.now); err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for _, t := range termsOfProcedures {
			if err := exchange(app, t.id, t.now, t.before); err != nil {
				return err
			}
		}
		return nil
	})
}

// exchange gives a procedure new columns if it has the old ones.
func exchange(app core.App, id string, has, gets dbx.Params) error {
	_, err := app.DB().Update("tramites", gets, dbx.And(dbx.HashExp{"id": id}, dbx.HashExp(has))).Execute()
	return err
}
