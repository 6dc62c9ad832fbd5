package pb_migrations

import (
	"errors"
	"slices"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// clockMails are the kinds of mail that the clock writes by itself.
var clockMails = []string{"plazo", "resumen"}

// A mail of the clock carries a key, so that the base itself refuses a second one
// however often a job runs.
func init() {
	m.Register(func(app core.App) error {
		c, tipo, err := mailKinds(app)
		if err != nil {
			return err
		}
		for _, kind := range clockMails {
			if !slices.Contains(tipo.Values, kind) {
				tipo.Values = append(tipo.Values, kind)
			}
		}
		c.Fields.Add(text("clave", "No llenar: la pone el sistema para que un aviso del reloj salga una sola vez.", 120))
		c.AddIndex("idx_correos_clave", true, "clave", "clave != ''")
		return app.Save(c)
	}, func(app core.App) error {
		c, tipo, err := mailKinds(app)
		if err != nil {
			return err
		}
		tipo.Values = slices.DeleteFunc(tipo.Values, func(kind string) bool { return slices.Contains(clockMails, kind) })
		c.RemoveIndex("idx_correos_clave")
		c.Fields.RemoveByName("clave")
		return app.Save(c)
	})
}

// mailKinds finds the outbox and its column of kinds.
func mailKinds(app core.App) (*core.Collection, *core.SelectField, error) {
	c, err := app.FindCollectionByNameOrId("correos")
	if err != nil {
		return nil, nil, err
	}
	tipo, ok := c.Fields.GetByName("tipo").(*core.SelectField)
	if !ok {
		return nil, nil, errors.New("correos.tipo is no list of kinds")
	}
	return c, tipo, nil
}
