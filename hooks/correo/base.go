package correo

import (
	"cmp"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/core"
)

// Base is what the frame of every mail shows: the office and its address.
func Base(app core.App, entidad *mesa.Entidad) map[string]any {
	office := map[string]string{}
	for _, f := range []string{"nombre", "siglas", "oficina", "direccion", "telefono", "correo"} {
		office[f] = entidad.GetString(f)
	}
	office["siglas"] = cmp.Or(office["siglas"], office["nombre"])
	return map[string]any{"Entidad": office, "URL": strings.TrimRight(oficina.URL(app), "/")}
}
