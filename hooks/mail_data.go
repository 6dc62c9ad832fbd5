package hooks

import (
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// mailData is what every mail about a filing shows.
func mailData(app core.App, s *mesa.Solicitud) (map[string]any, error) {
	data, err := correo.Base(app)
	if err != nil {
		return nil, err
	}
	data["Nombre"] = s.Nombre()
	data["Numero"] = s.Numero()
	data["Documento"] = s.GetString("numero_documento")
	data["Asunto"] = s.GetString("asunto")
	return data, nil
}

func fullTime(t time.Time) string { return t.In(plazos.Lima).Format("02/01/2006 15:04:05") }
