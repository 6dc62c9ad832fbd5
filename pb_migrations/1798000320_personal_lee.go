package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// What an account of `personal` may do through the API. Reading is a rule of the
// collection; a line of the trail may be asked for by any account, and the event of the
// move says what its role and its area allow.
const (
	staff     = `@request.auth.collectionName = "personal" && @request.auth.activo = true`
	reception = staff + ` && @request.auth.rol = "mesa"`
	chief     = staff + ` && @request.auth.rol = "jefatura"`
	routedTo  = staff + ` && (@request.auth.rol != "area" || derivaciones_via_solicitud.area ?= @request.auth.area)`
	ofRouted  = staff + ` && solicitud != "" && (@request.auth.rol != "area" || ` +
		`solicitud.derivaciones_via_solicitud.area ?= @request.auth.area)`
)

// rulesOfStaff are list and view, create, update. Nobody of the staff deletes.
var rulesOfStaff = map[string][3]string{
	"solicitudes":        {routedTo, "", ""},
	"documentos":         {ofRouted, "", reception},
	"movimientos":        {ofRouted, staff, ""},
	"derivaciones":       {staff + ` && (@request.auth.rol != "area" || area = @request.auth.area)`, "", ""},
	"tramites":           {staff, "", ""},
	"areas":              {staff, "", ""},
	"frases":             {staff, "", ""},
	"dias_no_laborables": {staff, "", ""},
	"accesos":            {chief, "", ""},
	"personal":           {chief + ` || (` + staff + ` && id = @request.auth.id)`, "", ""},
}

func init() {
	m.Register(func(app core.App) error {
		for name, rules := range rulesOfStaff {
			err := alter(app, name, func(c *core.Collection) {
				c.ListRule, c.ViewRule = filled(rules[0]), filled(rules[0])
				c.CreateRule, c.UpdateRule = filled(rules[1]), filled(rules[2])
				if c.Name == "personal" {
					c.AuthRule = types.Pointer("activo = true")
					c.Fields.GetByName("rol").(*core.SelectField).Required = true
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		for name := range rulesOfStaff {
			err := alter(app, name, func(c *core.Collection) {
				lock(c)
				if c.Name == "personal" {
					c.Fields.GetByName("rol").(*core.SelectField).Required = false
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// filled is a rule, or nobody's for an empty one: PocketBase reads an empty rule as everybody's.
func filled(rule string) *string {
	if rule == "" {
		return nil
	}
	return &rule
}
