package oficina

import (
	_ "embed"
	"strings"
	"sync"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// The 25 regions of Peru, Callao among them, and their 196 provinces. Declared days hold
// by region and province, so a name that is no place would leave a holiday out unnoticed.
//
//go:embed lugares.txt
var lugaresText string

type region struct {
	nombre     string
	provincias []string
}

var regiones = sync.OnceValue(func() (list []region) {
	for line := range strings.Lines(lugaresText) {
		nombre, provincias, _ := strings.Cut(strings.TrimSpace(line), ": ")
		list = append(list, region{nombre, strings.Split(provincias, ", ")})
	}
	return list
})

// checkPlace spells the region and the province of a record as the list does, and refuses
// what is not on it.
func checkPlace(r *core.Record, f *mesa.Fallas) {
	region, provincia := r.GetString("region"), r.GetString("provincia")
	if region == "" {
		if provincia != "" {
			f.Add("region", mesa.TextRegion)
		}
		return
	}
	for _, known := range regiones() {
		if !SamePlace(known.nombre, region) {
			continue
		}
		r.Set("region", known.nombre)
		if provincia == "" {
			return
		}
		for _, p := range known.provincias {
			if SamePlace(p, provincia) {
				r.Set("provincia", p)
				return
			}
		}
		f.Add("provincia", mesa.TextProvincia(known.nombre, known.provincias))
		return
	}
	f.Add("region", mesa.TextRegion)
}
