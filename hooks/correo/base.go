package correo

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Base is what the frame of every mail shows: the office and its address.
func Base(app core.App) (map[string]any, error) {
	r, err := app.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	if err != nil {
		return nil, err
	}
	office := map[string]string{}
	for _, f := range []string{"nombre", "siglas", "oficina", "direccion", "telefono", "correo"} {
		office[f] = r.GetString(f)
	}
	if office["siglas"] == "" {
		office["siglas"] = office["nombre"]
	}
	return map[string]any{"Entidad": office, "URL": strings.TrimRight(app.Settings().Meta.AppURL, "/")}, nil
}
