package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// How the office asks the State's registers: one record, for superusers only. The
// record is born here, empty, because nobody else may make one.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("consultas_ajustes")
		c.Fields.Add(pideSettings()...)
		c.Fields.Add(
			number("cuota_diaria", "Consultas por día a cada servicio; 0: sin límite propio."),
			yes("privada_activa", "ATENCIÓN: cada consulta entrega a una empresa el número de documento de un ciudadano (Ley 29733). "+
				"Enciéndalo solo con un encargo de tratamiento firmado."),
			url("privada_url", "Dirección del servicio privado, por ejemplo https://api.decolecta.com/v1. "+
				"Solo se usa si la PIDE no responde."),
			secret("privada_token", "Token del servicio privado."),
		)
		if err := app.Save(c); err != nil {
			return err
		}
		return addRows(app, []row{{"consultas_ajustes", dbx.Params{"id": "ajustes00000001"}}})
	}, drop("consultas_ajustes"))
}

func pideSettings() []core.Field {
	return []core.Field{
		url("pide_url", "Dirección de la PIDE, por ejemplo https://ws2.pide.gob.pe. Vacía: no se consulta. También MESA_PIDE_URL."),
		url("pide_sunat_url", "Dirección del servicio de RUC de SUNAT, si es otra que la de la PIDE, "+
			"por ejemplo https://ws3.pide.gob.pe/Rest/Sunat/DatosPrincipales?out=json."),
		text("pide_dni_usuario", "DNI del funcionario autorizado ante RENIEC. También MESA_PIDE_DNI_USUARIO.", 8),
		text("pide_ruc_usuario", "RUC de la entidad. También MESA_PIDE_RUC_USUARIO.", 11),
		secret("pide_clave", "Contraseña del funcionario ante RENIEC. También MESA_PIDE_CLAVE. "+
			"RENIEC la hace vencer: cámbiela ahí y escríbala aquí."),
		text("migraciones_usuario", "Usuario ante Migraciones, para el carné de extranjería.", 60),
		secret("migraciones_clave", "Contraseña ante Migraciones."),
		text("migraciones_ip", "Dirección IP que la entidad registró ante Migraciones.", 45),
	}
}
