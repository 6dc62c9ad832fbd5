package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// office reads the office's one record.
func office(app core.App) (*mesa.Entidad, error) {
	r, err := app.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	if err != nil {
		return nil, err
	}
	return mesa.AsEntidad(r), nil
}
