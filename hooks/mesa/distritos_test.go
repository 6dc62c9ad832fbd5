package mesa_test

import (
	"regexp"
	"testing"

	"mesadepartes/hooks/mesa"
)

// INEI counts 25 regions, 196 provinces and 1,891 districts.
func TestEveryProvinceHasItsDistricts(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[\p{L}]['\p{L} -]+$`)
	provinces, districts, seen := 0, 0, map[string]bool{}
	for _, region := range mesa.Regiones() {
		for _, provincia := range region.Provincias {
			list := mesa.Distritos(provincia)
			if len(list) == 0 || seen[provincia] {
				t.Errorf("%s, %s: %d districts, seen: %v", region.Nombre, provincia, len(list), seen[provincia])
			}
			provinces, seen[provincia] = provinces+1, true
			here := map[string]bool{}
			for _, distrito := range list {
				if !name.MatchString(distrito) || len(distrito) > mesa.MaxLugar || here[distrito] {
					t.Errorf("%s, %s: %q", region.Nombre, provincia, distrito)
				}
				here[distrito] = true
			}
			districts += len(list)
		}
	}
	if provinces != 196 || districts != 1891 {
		t.Errorf("%d provinces with %d districts", provinces, districts)
	}
	for provincia, wants := range map[string]int{"LIMA": 43, "callao": 7, "Trujillo": 12, "nowhere": 0} {
		if got := len(mesa.Distritos(provincia)); got != wants {
			t.Errorf("%s has %d districts, want %d", provincia, got, wants)
		}
	}
}
