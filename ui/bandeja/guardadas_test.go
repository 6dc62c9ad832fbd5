package bandeja_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// A person keeps three views of the inbox, and nobody else sees them.
func TestAPersonKeepsThreeViews(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "jefa@ejemplo.pe", mesa.RolJefatura, "")
	b, other := uitest.NewBrowser(t, site), uitest.NewBrowser(t, site)
	enter(t, b, "mesa@ejemplo.pe")
	enter(t, other, "jefa@ejemplo.pe")
	for _, name := range []string{"Las de luz", "<b>Dos</b>", "Tres"} {
		if p := b.Post("/bandeja/vistas", "nombre", name, "lista", "tab=todas&q=luz&orden=nada"); p.Status != 303 {
			t.Fatalf("%s: %d %s", name, p.Status, p.Body)
		}
	}
	p := b.Get("/bandeja")
	if !p.Has("<b>Dos</b>") || strings.Contains(p.Body, "<b>Dos</b>") || !p.Has("/bandeja?orden=recientes&q=luz&tab=todas") {
		t.Errorf("the kept views: %s", p.Body)
	}
	p = b.Post("/bandeja/vistas", "nombre", "Cuatro", "lista", "tab=mias")
	if p.Status != 422 || !p.Has(mesa.TextGuardadasMuchas) || p.Field("nombre") != "Cuatro" {
		t.Errorf("a fourth: %d", p.Status)
	}
	if p := b.Post("/bandeja/vistas", "nombre", " ", "borrar", "Tres"); p.Status != 303 {
		t.Errorf("forgetting one: %d", p.Status)
	}
	if p := b.Post("/bandeja/vistas", "nombre", "", "lista", "tab=mias"); p.Status != 422 || !p.Has(mesa.TextGuardadaNombre) {
		t.Errorf("without a name: %d", p.Status)
	}
	if p := other.Get("/bandeja"); p.Has("Las de luz") {
		t.Error("another person sees it")
	}
}
