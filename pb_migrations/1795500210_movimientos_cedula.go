package pb_migrations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// What the help of movimientos says of the paper notice, beside what others said.
const (
	noteHelp   = "NOTA: apunte interno"
	paperHelp  = noteHelp + " · CEDULA: notificó en papel"
	cedulaHelp = " Con CEDULA: su número y la fecha de entrega (obligatorio)."
)

func init() {
	m.Register(func(app core.App) error {
		return changeMovimientos(app, func(etapa *core.SelectField, observaciones *core.TextField) {
			etapa.Values = append(etapa.Values, "CEDULA")
			etapa.Help = strings.Replace(etapa.Help, noteHelp, paperHelp, 1)
			observaciones.Help += cedulaHelp
		})
	}, func(app core.App) error {
		return changeMovimientos(app, func(etapa *core.SelectField, observaciones *core.TextField) {
			etapa.Values = slices.DeleteFunc(etapa.Values, func(v string) bool { return v == "CEDULA" })
			etapa.Help = strings.Replace(etapa.Help, paperHelp, noteHelp, 1)
			observaciones.Help = strings.Replace(observaciones.Help, cedulaHelp, "", 1)
		})
	})
}

// changeMovimientos changes what stands in the dashboard, whatever else another
// migration made of it.
func changeMovimientos(app core.App, change func(etapa *core.SelectField, observaciones *core.TextField)) error {
	c, err := app.FindCollectionByNameOrId("movimientos")
	if err != nil {
		return err
	}
	etapa, ok := c.Fields.GetByName("etapa").(*core.SelectField)
	observaciones, okToo := c.Fields.GetByName("observaciones").(*core.TextField)
	if !ok || !okToo {
		return fmt.Errorf("movimientos has other fields than its first migration made")
	}
	change(etapa, observaciones)
	return app.Save(c)
}
