package bandeja_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestAGoodFilingGoesFromTheInboxToItsArea(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	s := o.Filed(t, nil)
	b := uitest.NewBrowser(t, site)
	if p := b.Get("/bandeja"); p.Status != 303 || !strings.HasPrefix(p.Location, "/bandeja/ingresar") {
		t.Fatalf("without a session: %d %s", p.Status, p.Location)
	}
	enter(t, b, "mesa@ejemplo.pe")
	p := b.Get("/bandeja")
	if p.Status != 200 || !p.Has("1-2026") || !p.Has("Por revisar") {
		t.Fatalf("inbox: %d %s", p.Status, p.Body)
	}
	p = b.Get("/bandeja/1-2026")
	if p.Status != 200 || !p.Has("Registrar") {
		t.Fatalf("review: %d %s", p.Status, p.Body)
	}
	area := o.Area(t).Id
	p = b.Post("/bandeja/1-2026/registrar", "version", p.Field("version"), "derivar_a", area)
	if p.Status != 303 {
		t.Fatalf("act: %d %s", p.Status, p.Body)
	}
	after := o.Record(t, mesa.ColSolicitudes, s.Id)
	if after.GetString("estado") != "derivada" || after.GetString("area") != area || after.GetInt("version") != 2 {
		t.Errorf("%v", after.PublicExport())
	}
}
