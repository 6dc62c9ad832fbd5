package rastro

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// nameStaff notes which account, with which role and of which area, asks for a move through the API.
func nameStaff(e *core.RecordRequestEvent) error {
	mesa.SetActor(e.Record, mesa.StaffActor(e.Auth))
	return e.Next()
}

// CitizenName is the person behind a filing as the trail keeps it.
func CitizenName(solicitud *core.Record) string {
	return mesa.ColSolicitudes + "/" + solicitud.Id + " " + mesa.FullName(solicitud)
}
