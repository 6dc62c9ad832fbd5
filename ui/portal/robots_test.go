package portal_test

import (
	"strings"
	"testing"
)

func TestSearchEnginesAreKeptFromWhatBelongsToAPerson(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	p := v.Get("/robots.txt")
	for _, path := range []string{"/seguimiento", "/solicitud", "/subsanar", "/acuse/", "/api/"} {
		if p.Status != 200 || !strings.Contains(p.Body, "Disallow: "+path+"\n") {
			t.Errorf("%d, %s is open:\n%s", p.Status, path, p.Body)
		}
	}
}

func TestWhoFindsAWeaknessIsToldWhomToWriteTo(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Set(t, map[string]any{"correo": "mesa@ejemplo.pe"})
	v.office.Settings().Meta.AppURL = "https://mesa.ejemplo.pe"
	p := v.Get("/.well-known/security.txt")
	for _, line := range []string{"Contact: mailto:mesa@ejemplo.pe", "Expires: 20",
		"Canonical: https://mesa.ejemplo.pe/.well-known/security.txt"} {
		if p.Status != 200 || !strings.Contains(p.Body, line) {
			t.Errorf("%d, no %s:\n%s", p.Status, line, p.Body)
		}
	}
	if h := v.Get("/").Header; h.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("no HSTS: %v", h)
	}
	v.office.Set(t, map[string]any{"correo": ""})
	if p := v.Get("/.well-known/security.txt"); p.Status != 404 {
		t.Errorf("without an address: %d", p.Status)
	}
}
