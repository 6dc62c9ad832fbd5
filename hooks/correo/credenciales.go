package correo

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Credenciales tells an administrator, once a day and service, that a register
// refused the office's password, or that it is past its date.
func (m *Mailer) Credenciales(app core.App, admin *core.Record, service string, vencida bool) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	data := Base(app, entidad)
	data["Servicio"], data["Vencida"], data["Coleccion"] = service, vencida, mesa.ColConsultasAjustes
	return m.Enqueue(app, Mail{
		Tipo: mesa.CorreoCredenciales, Para: admin.Email(), Data: data,
		Clave: "credenciales/" + service + "/" + m.now().In(plazos.Lima).Format(time.DateOnly) + "/" + admin.Id,
	})
}
