package oficina

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// checkPrivacy tidies what the privacy notice says of the office, and refuses an address
// or a code that belongs to nobody named.
func checkPrivacy(entidad *core.Record, f *mesa.Fallas) {
	for _, field := range []string{"oficial_datos", "banco_datos", "banco_datos_codigo"} {
		entidad.Set(field, mesa.CleanLine(entidad.GetString(field)))
	}
	for _, field := range []string{"conservacion", "transferencias"} {
		entidad.Set(field, mesa.CleanText(entidad.GetString(field)))
	}
	if entidad.GetString("oficial_datos_correo") != "" && entidad.GetString("oficial_datos") == "" {
		f.Add("oficial_datos", mesa.TextOficialSinNombre)
	}
	if entidad.GetString("banco_datos_codigo") != "" && entidad.GetString("banco_datos") == "" {
		f.Add("banco_datos", mesa.TextBancoSinNombre)
	}
}
