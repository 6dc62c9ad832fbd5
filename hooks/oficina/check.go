package oficina

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

var hexColor = regexp.MustCompile(`^(#[0-9a-fA-F]{6})?$`)

// bounds are what each number of the office's settings may be.
var bounds = map[string][2]int{
	"limite_mb": {1, 1024}, "limite_subsanacion_mb": {1, 1024}, "dias_subsanacion": {2, 10}, "horas_borrador": {1, 720},
	"hora_resumen": {1, 23}, "max_anexos": {1, mesa.MaxAnexos},
}

// check refuses settings the service could not run on.
func check(e *core.RecordEvent) error {
	var f mesa.Fallas
	for field, b := range bounds {
		if n := e.Record.GetInt(field); n < b[0] || n > b[1] {
			f.Add(field, mesa.TextBetween(b[0], b[1]))
		}
	}
	if e.Record.GetInt("dias_subsanacion") > 2 && mesa.CleanLine(e.Record.GetString("dias_subsanacion_base")) == "" {
		f.Add("dias_subsanacion_base", mesa.TextDiasSinBase)
	}
	if mesa.CleanText(e.Record.GetString("terminos")) == "" {
		f.Add("terminos", mesa.TextTerminosVacios)
	}
	for _, field := range []string{"libro_reclamaciones", "transparencia", "queja"} {
		if address := e.Record.GetString(field); address != "" && !strings.HasPrefix(strings.ToLower(address), "https://") {
			f.Add(field, mesa.TextEnlaceSeguro)
		}
	}
	checkPrivacy(e.Record, &f)
	mesa.CheckPlace(e.Record, "region", "provincia", &f)
	for _, field := range []string{"nombre", "regla_presentacion", "inicio_plazo", "inicio_subsanacion"} {
		if e.Record.GetString(field) == "" {
			f.Add(field, mesa.TextFaltaDato)
		}
	}
	if color := e.Record.GetString("color"); !hexColor.MatchString(color) {
		f.Add("color", mesa.TextColor)
	} else if color != "" && contrastWithWhite(color) < 4.5 {
		f.Add("color", mesa.TextColorClaro)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// contrastWithWhite is the ratio of WCAG 2.2 (success criterion 1.4.3) between
// white and a colour written #rrggbb.
func contrastWithWhite(color string) float64 {
	weights := []float64{0.2126, 0.7152, 0.0722}
	luminance := 0.0
	for i, w := range weights {
		n, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return 0
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		luminance += w * c
	}
	return 1.05 / (luminance + 0.05)
}
