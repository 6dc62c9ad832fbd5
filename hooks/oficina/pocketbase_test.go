package oficina_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/core"
)

// URL in direccion.go leans on the address that PocketBase's settings begin with: only
// an address that somebody chose is told apart from that one.
func TestPocketBaseStillBeginsWithTheAddressThatCountsAsNone(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	const listening, chosen = "http://127.0.0.1:1234", "https://mesa.ejemplo.pe"
	app.Store().Set(oficina.FallbackURL, listening)
	if got := oficina.URL(app); got != listening {
		t.Errorf("the settings begin with %q, which counts as chosen", got)
	}
	app.Settings().Meta.AppURL = chosen
	if got := oficina.URL(app); got != chosen {
		t.Errorf("links go to %q", got)
	}
}

// rotateToken in personal.go leans on an account's token being signed with its own key:
// a new key ends every session of that account and of no other.
func TestPocketBaseStillEndsTheSessionsOfANewTokenKey(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	account, token := hookstest.Admin(t, app)
	other := hookstest.Thing(t, app, account.Collection(), map[string]any{"email": "otra@ejemplo.pe", "password": "clave-de-prueba-1"})
	stays, err := other.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	account.RefreshTokenKey()
	if err := app.Save(account); err != nil {
		t.Fatal(err)
	}
	if _, err := app.FindAuthRecordByToken(token, core.TokenTypeAuth); err == nil {
		t.Error("the old session lives on")
	}
	if _, err := app.FindAuthRecordByToken(stays, core.TokenTypeAuth); err != nil {
		t.Errorf("another account's session ended: %v", err)
	}
}
