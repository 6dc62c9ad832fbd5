package correo

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// FallbackURL is the key in the app's store for the address the program listens
// on, which links carry until the office says its public one.
const FallbackURL = "mesaFallbackURL"

// unsetURL is what PocketBase's settings say before anybody changed them.
const unsetURL = "http://localhost:8090"

func publicURL(app core.App) string {
	if url := app.Settings().Meta.AppURL; url != unsetURL {
		return url
	}
	if url, ok := app.Store().Get(FallbackURL).(string); ok {
		return url
	}
	return unsetURL
}

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
	return map[string]any{"Entidad": office, "URL": strings.TrimRight(publicURL(app), "/")}, nil
}
