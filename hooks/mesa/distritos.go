package mesa

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

// The 1,891 districts of the 196 provinces, as INEI counts them at the beginning of 2025.
// A district that a law creates later needs a line here.
//
//go:embed distritos.txt
var distritosText string

// districts are the districts of each province, by the province's name: no two provinces
// share one.
var districts = sync.OnceValue(func() map[string][]string {
	list := map[string][]string{}
	for line := range strings.Lines(distritosText) {
		place, distritos, _ := strings.Cut(strings.TrimSpace(line), ": ")
		_, provincia, _ := strings.Cut(place, ", ")
		list[placeName(provincia)] = strings.Split(distritos, ", ")
	}
	return list
})

// Distritos are the districts of a province in the order of their names; nil for a name
// that is no province.
func Distritos(provincia string) []string { return districts()[placeName(provincia)] }

// CheckDistrict spells the district of a record as the list of its province does, and adds
// a fault for what is not on it. A missing district, and a province that is none, are told
// by others.
func CheckDistrict(r *core.Record, provinciaField, distritoField string, f *Fallas) {
	list, distrito := Distritos(r.GetString(provinciaField)), r.GetString(distritoField)
	if list == nil || distrito == "" {
		return
	}
	i := slices.IndexFunc(list, func(known string) bool { return SamePlace(known, distrito) })
	if i < 0 {
		f.Add(distritoField, TextDistritoAjeno(r.GetString(provinciaField)))
		return
	}
	r.Set(distritoField, list[i])
}
