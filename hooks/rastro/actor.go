package rastro

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// nameStaff notes which account, with which role and of which area, asks for a move through the API.
func nameStaff(e *core.RecordRequestEvent) error {
	actor := mesa.Actor{Mano: mesa.ManoPersonal, Name: AccountName(e.Auth)}
	if e.Auth != nil {
		actor.Rol = mesa.Rol(e.Auth.GetString("rol")) // a superuser has none
		actor.Area = e.Auth.GetString("area")
	}
	mesa.SetActor(e.Record, actor)
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
