package bandeja_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"
)

// The guide of going live is for staff alone, and the check list leads to it.
func TestTheGuideOfGoingLiveIsForStaff(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	uitest.Superuser(t, o)
	b := uitest.NewBrowser(t, site)
	enter(t, b, "admin@ejemplo.pe")
	const guide = "/bandeja/guia/puesta-en-marcha"
	if p := b.Get(list); !p.Has(guide) {
		t.Error("the check list does not name the guide")
	}
	if p := b.Get(guide); p.Status != 200 || !p.Has("mesadepartes actualizar") || !p.Has("Estos datos son de mi entidad") {
		t.Errorf("the guide: %d", p.Status)
	}
	if p := uitest.NewBrowser(t, site).Get(guide); p.Status != 303 {
		t.Errorf("a guest: %d", p.Status)
	}
}
