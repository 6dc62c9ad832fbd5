package e2e

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// superuserSignIn tries a password at the dashboard's own door: 200 gives a token, 401 with
// "code" for a token asks for the second factor.
func (o *office) superuserSignIn(correo, clave string) (status int, token string) {
	o.t.Helper()
	door := o.url + "/api/collections/_superusers/auth-with-password"
	res, err := http.PostForm(door, url.Values{"identity": {correo}, "password": {clave}})
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	var body struct{ Token, MfaID string }
	_ = json.NewDecoder(res.Body).Decode(&body)
	if body.MfaID != "" {
		return res.StatusCode, "code"
	}
	return res.StatusCode, body.Token
}

// An administrator whose code can't come by mail gets in again from the machine, and the
// old password and sessions are worth nothing.
func TestAnAdministratorWithoutMailIsLetInFromTheMachine(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.signIn()
	before := o.token
	o.send(http.MethodPatch, "/api/collections/_superusers", map[string]any{
		"otp": map[string]any{"enabled": true, "duration": 180, "length": 8},
		"mfa": map[string]any{"enabled": true, "duration": 1800, "rule": ""},
	}, nil)
	if _, token := o.superuserSignIn(adminMail, adminKey); token != "code" {
		t.Fatal("the second factor is not on")
	}
	dir := o.server.Dir
	if says, ok := command(t, dir, nil, "rescatar", adminMail); ok || !strings.Contains(says, "está en uso") {
		t.Errorf("beside a running server: %v %s", ok, says)
	}
	o.server.Stop()
	says, ok := command(t, dir, nil, "rescatar", "nadie@ejemplo.pe")
	if ok || !strings.Contains(says, "ningún administrador") || strings.Contains(says, "Contraseña nueva") {
		t.Errorf("an unknown address: %v %s", ok, says)
	}
	if _, ok := command(t, dir, nil, "rescatar"); ok {
		t.Error("without an address")
	}
	says, ok = command(t, dir, nil, "rescatar", adminMail)
	clave := regexp.MustCompile(`(?m)^Contraseña nueva de jefa@ejemplo\.pe: (\S{20,})$`).FindStringSubmatch(says)
	if !ok || clave == nil {
		t.Fatalf("rescue: %v %s", ok, says)
	}
	o.server.Start()
	o.url = o.server.URL
	if status, token := o.superuserSignIn(adminMail, adminKey); status == 200 || token != "" {
		t.Errorf("the old password: %d", status)
	}
	status, token := o.superuserSignIn(adminMail, clave[1])
	if status != 200 {
		t.Fatalf("the new password: %d", status)
	}
	req, _ := http.NewRequest(http.MethodGet, o.url+"/api/collections/solicitudes/records", nil)
	req.Header.Set("Authorization", before)
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != 401 {
		t.Errorf("a session of before: %v %v", res, err)
	}
	if o.token = token; !o.has("accesos", `accion = "rescatar" && archivo = "`+adminMail+`"`) {
		t.Error("no trace")
	}
}
