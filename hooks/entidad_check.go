package hooks

import (
	"regexp"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

var hexColor = regexp.MustCompile(`^(#[0-9a-fA-F]{6})?$`)

// bounds are what each number of the office's settings may be.
var bounds = map[string][2]int{
	"limite_mb": {1, 1024}, "limite_subsanacion_mb": {1, 1024}, "dias_subsanacion": {1, 30}, "horas_borrador": {1, 720},
}

// checkEntidad refuses settings the service could not run on.
func checkEntidad(e *core.RecordEvent) error {
	var f mesa.Fallas
	for field, b := range bounds {
		if n := e.Record.GetInt(field); n < b[0] || n > b[1] {
			f.Add(field, mesa.TextBetween(b[0], b[1]))
		}
	}
	for _, field := range []string{"nombre", "regla_presentacion", "inicio_plazo"} {
		if e.Record.GetString(field) == "" {
			f.Add(field, mesa.TextFaltaDato)
		}
	}
	if !hexColor.MatchString(e.Record.GetString("color")) {
		f.Add("color", mesa.TextColor)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}
