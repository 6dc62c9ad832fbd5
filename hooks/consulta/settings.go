package consulta

import (
	"cmp"
	"net/url"
	"os"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pide"

	"github.com/pocketbase/pocketbase/core"
)

// pideVariables are the settings that the environment may bring.
var pideVariables = map[string]string{
	"pide_url": "MESA_PIDE_URL", "pide_dni_usuario": "MESA_PIDE_DNI_USUARIO", "pide_ruc_usuario": "MESA_PIDE_RUC_USUARIO",
}

// claveVariable is a secret: it is used while it is set, and never stored.
const claveVariable = "MESA_PIDE_CLAVE"

// pideConfig reads the settings as package pide wants them.
func (r *Room) pideConfig(settings *core.Record) pide.Config {
	cfg := pide.Config{
		BaseURL: settings.GetString("pide_url"), DNIUsuario: settings.GetString("pide_dni_usuario"),
		RUCUsuario: settings.GetString("pide_ruc_usuario"),
		Clave:      cmp.Or(os.Getenv(claveVariable), settings.GetString("pide_clave")),
		Migraciones: pide.Migraciones{Usuario: settings.GetString("migraciones_usuario"), Clave: settings.GetString("migraciones_clave"),
			IP: settings.GetString("migraciones_ip")},
		Paths:      pide.Paths{SUNAT: settings.GetString("pide_sunat_url")},
		DailyQuota: settings.GetInt("cuota_diaria"), Now: r.Now, Alert: r.noteCredentials,
	}
	if settings.GetBool("privada_activa") {
		cfg.Privada = pide.Privada{URL: settings.GetString("privada_url"), Token: settings.GetString("privada_token")}
	}
	return cfg
}

// checkSettings refuses what is no address, beside its field.
func checkSettings(e *core.RecordEvent) error {
	var f mesa.Fallas
	for _, field := range []string{"pide_url", "pide_sunat_url", "privada_url"} {
		address := e.Record.GetString(field)
		u, err := url.Parse(address)
		if address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			f.Add(field, mesa.TextDireccionPIDE)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// configure uses changed settings as soon as they are committed.
func (r *Room) configure(e *core.RecordEvent) error {
	if err := r.PIDE.Configure(r.pideConfig(e.Record)); err != nil {
		return err
	}
	return e.Next()
}

// setUp takes the variables that are set into the settings, and the settings
// into use; what the dashboard set stays where a variable is absent.
func (r *Room) setUp(e *core.ServeEvent) error {
	settings, err := e.App.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		return err
	}
	changed := false
	for field, variable := range pideVariables {
		if v := os.Getenv(variable); v != "" && v != settings.GetString(field) {
			settings.Set(field, v)
			changed = true
		}
	}
	if v := os.Getenv(claveVariable); v != "" && v == settings.GetString("pide_clave") {
		settings.Set("pide_clave", "")
		changed = true
	}
	if changed {
		err = e.App.Save(settings) // its record event configures
	} else {
		err = r.PIDE.Configure(r.pideConfig(settings))
	}
	if err != nil {
		return err
	}
	return e.Next()
}

// singleSettings keeps the record of settings single.
func singleSettings(e *core.RecordEvent) error {
	n, err := e.App.CountRecords(mesa.ColConsultasAjustes)
	if err != nil {
		return err
	}
	if n > 0 {
		return mesa.Refuse(409, "", mesa.TextAjustesUnicos)
	}
	return e.Next()
}
