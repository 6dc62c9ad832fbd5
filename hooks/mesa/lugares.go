package mesa

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

// The 25 regions of Peru, Callao among them, and their 196 provinces. Declared days hold
// by region and province, so a name that is no place would leave a holiday out unnoticed.
//
//go:embed lugares.txt
var lugaresText string

// Region is a region with its provinces.
type Region struct {
	Nombre     string
	Provincias []string
}

// Regiones are the regions of Peru in the order of their names.
var Regiones = sync.OnceValue(func() (list []Region) {
	for line := range strings.Lines(lugaresText) {
		nombre, provincias, _ := strings.Cut(strings.TrimSpace(line), ": ")
		list = append(list, Region{nombre, strings.Split(provincias, ", ")})
	}
	return list
})

// CheckPlace spells the region and the province of a record as the list does, and adds a
// fault for what is not on it.
func CheckPlace(r *core.Record, regionField, provinciaField string, f *Fallas) {
	region, provincia := r.GetString(regionField), r.GetString(provinciaField)
	if region == "" {
		if provincia != "" {
			f.Add(regionField, TextRegion)
		}
		return
	}
	for _, known := range Regiones() {
		if !SamePlace(known.Nombre, region) {
			continue
		}
		r.Set(regionField, known.Nombre)
		if provincia == "" {
			return
		}
		for _, p := range known.Provincias {
			if SamePlace(p, provincia) {
				r.Set(provinciaField, p)
				return
			}
		}
		f.Add(provinciaField, TextProvincia(known.Nombre, known.Provincias))
		return
	}
	f.Add(regionField, TextRegion)
}

var plainVowels = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "-", " ")

// SamePlace compares the names of two regions, provinces or districts as people write
// them: Áncash is Ancash.
func SamePlace(a, b string) bool { return placeName(a) == placeName(b) }

func placeName(s string) string {
	return plainVowels.Replace(strings.ToLower(strings.TrimSpace(s)))
}
