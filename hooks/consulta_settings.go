package hooks

import (
	"net/url"
	"os"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pide"

	"github.com/pocketbase/pocketbase/core"
)

// pideVariables are the settings that the environment may bring.
var pideVariables = map[string]string{
	"pide_url": "MESA_PIDE_URL", "pide_dni_usuario": "MESA_PIDE_DNI_USUARIO", "pide_ruc_usuario": "MESA_PIDE_RUC_USUARIO", "pide_clave": "MESA_PIDE_CLAVE",
}

// pideConfig reads the settings as package pide wants them.
func (d *Desk) pideConfig(r *core.Record) pide.Config {
	cfg := pide.Config{
		BaseURL: r.GetString("pide_url"), DNIUsuario: r.GetString("pide_dni_usuario"), RUCUsuario: r.GetString("pide_ruc_usuario"), Clave: r.GetString("pide_clave"),
		Migraciones: pide.Migraciones{Usuario: r.GetString("migraciones_usuario"), Clave: r.GetString("migraciones_clave"), IP: r.GetString("migraciones_ip")},
		Paths:       pide.Paths{SUNAT: r.GetString("pide_sunat_url")},
		DailyQuota:  r.GetInt("cuota_diaria"), Now: d.Now, Alert: d.noteCredentials,
	}
	if r.GetBool("privada_activa") {
		cfg.Privada = pide.Privada{URL: r.GetString("privada_url"), Token: r.GetString("privada_token")}
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

// configurePIDE uses changed settings as soon as they are committed.
func (d *Desk) configurePIDE(e *core.RecordEvent) error {
	if err := d.PIDE.Configure(d.pideConfig(e.Record)); err != nil {
		return err
	}
	return e.Next()
}

// setUpPIDE takes the variables that are set into the settings, and the settings
// into use; what the dashboard set stays where a variable is absent.
func (d *Desk) setUpPIDE(e *core.ServeEvent) error {
	r, err := e.App.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		return err
	}
	changed := false
	for field, variable := range pideVariables {
		if v := os.Getenv(variable); v != "" && v != r.GetString(field) {
			r.Set(field, v)
			changed = true
		}
	}
	if changed {
		err = e.App.Save(r) // its record event configures
	} else {
		err = d.PIDE.Configure(d.pideConfig(r))
	}
	if err != nil {
		return err
	}
	return e.Next()
}

// oneSettings keeps the record of settings single.
func oneSettings(e *core.RecordEvent) error {
	n, err := e.App.CountRecords(mesa.ColConsultasAjustes)
	if err != nil {
		return err
	}
	if n > 0 {
		return mesa.Refuse(409, "", mesa.TextAjustesUnicos)
	}
	return e.Next()
}
