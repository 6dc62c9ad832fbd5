package mesa_test

import (
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestMissingNumbersAreNamedInRanges(t *testing.T) {
	t.Parallel()
	var lost []mesa.Numerado
	for n := 228; n <= 343; n++ {
		lost = append(lost, mesa.Numerado{Anio: 2026, Correlativo: n})
	}
	want := "La base de datos es más antigua que el libro de actos: faltan 116 solicitudes, 228-2026 a 343-2026, y 3 movimientos de otras. " +
		"No se numera hasta recuperarlo con «mesadepartes recuperar»."
	if got := mesa.TextLibroFaltan(lost, 3); got != want {
		t.Errorf("%s", got)
	}
	two := []mesa.Numerado{{Anio: 2027, Correlativo: 1}, {Anio: 2026, Correlativo: 9}, {Anio: 2026, Correlativo: 7}}
	if got := mesa.Numeros(two); got != "7-2026, 9-2026, 1-2027" {
		t.Errorf("%s", got)
	}
}
