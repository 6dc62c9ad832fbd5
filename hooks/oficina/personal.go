package oficina

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// checkAccount asks for a role, of the role "area" for its area, and for a password that
// is not soon guessed.
func checkAccount(e *core.RecordEvent) error {
	var f mesa.Fallas
	switch mesa.Rol(e.Record.GetString("rol")) {
	case "":
		f.Add("rol", mesa.TextFaltaRol)
	case mesa.RolArea:
		if e.Record.GetString("area") == "" {
			f.Add("area", mesa.TextFaltaAreaCuenta)
		}
	}
	f.Add("guardadas", mesa.FallaGuardadas(mesa.GuardadasOf(e.Record)))
	if clave := e.Record.GetString("password"); clave != "" { // only while it is being set
		f.Add("password", mesa.FallaClave(clave))
	}
	if err := f.Err(); err != nil {
		return err
	}
	return e.Next()
}

// rotateToken ends the sessions of an account whose powers changed, because a token is
// good until the account has a new key.
func rotateToken(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	for _, f := range []string{"rol", "area", "activo"} {
		if e.Record.GetString(f) != before.GetString(f) {
			e.Record.RefreshTokenKey()
			break
		}
	}
	return e.Next()
}

// bornActive switches on what a request creates without saying whether it is: a yes or no
// of PocketBase has no default.
func bornActive(e *core.RecordRequestEvent) error {
	info, err := e.RequestInfo()
	if err != nil {
		return err
	}
	if _, said := info.Body["activo"]; !said {
		e.Record.Set("activo", true)
	}
	return e.Next()
}

// checkSecondFactor refuses to ask for a code by mail while no mail has left: nobody could
// enter any more.
func checkSecondFactor(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	if e.Record.GetBool("segundo_factor") && !before.GetBool("segundo_factor") {
		if _, err := e.App.FindFirstRecordByFilter(mesa.ColCorreos, "estado = 'enviado'"); err != nil {
			return mesa.Refuse(422, "segundo_factor", mesa.TextSinCorreoProbado)
		}
	}
	return e.Next()
}
