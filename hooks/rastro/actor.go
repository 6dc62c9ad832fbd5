package rastro

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// nameStaff notes which account asks for a move through the API.
func nameStaff(e *core.RecordRequestEvent) error {
	mesa.SetActor(e.Record, mesa.Actor{Mano: mesa.ManoPersonal, Name: AccountName(e.Auth)})
	return e.Next()
}

// AccountName is an account as the trail keeps it: collection/id name.
func AccountName(auth *core.Record) string {
	if auth == nil {
		return ""
	}
	nombre := auth.GetString("nombre")
	if nombre == "" {
		nombre = auth.Email()
	}
	return auth.Collection().Name + "/" + auth.Id + " " + nombre
}

// CitizenName is the person behind a filing as the trail keeps it.
func CitizenName(solicitud *core.Record) string {
	return mesa.ColSolicitudes + "/" + solicitud.Id + " " + mesa.FullName(solicitud)
}
