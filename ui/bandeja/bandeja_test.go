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
	if err := o.Libro.Look(o.App); err != nil {
		t.Error(err)
	}
	if how, why := o.Libro.Salud(t.Context(), o.App); how != mesa.Bien {
		t.Errorf("the book of two acts in one commit: %v %s", how, why)
	}
}

// Every refusal of a form is a page with what to do beside the field, never a fault of ours.
func TestEveryEmptyFormIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	for _, c := range []struct {
		act    string
		estado mesa.Estado
		fields []string
		at     string
	}{
		{"observar", mesa.Recibida, nil, "observar-observaciones"},
		{"reconducir", mesa.Recibida, []string{"motivo", "x"}, "reconducir-tramite"},
		{"remitir", mesa.Recibida, []string{"motivo", "x"}, "remitir-entidad_destino"},
		{"desistir", mesa.Recibida, nil, "desistir-motivo"},
		{"registrar", mesa.Recibida, []string{"derivar_a", "aaaaaaaaaaaaaaa"}, "registrar-derivar_a"},
		{"atender", mesa.Registrada, nil, "atender-observaciones"},
		{"atender", mesa.Registrada, []string{"observaciones", "x", "documento_fecha", "2027-01-01"}, "atender-documento_fecha"},
		{"archivar", mesa.Registrada, nil, "archivar-motivo"},
		{"prorrogar", mesa.Registrada, []string{"motivo", "x"}, "prorrogar-vence_nuevo"},
		{"cedula", mesa.Observada, []string{"cedula_numero", "1", "recibida_por", "ANA", "entregada_el", "2026-03-22"}, "cedula-entregada_el"},
		{"subsanado", mesa.Observada, nil, "subsanado-respuesta"},
		{"asignar", mesa.Recibida, []string{"responsable", "aaaaaaaaaaaaaaa"}, "asignar-responsable"},
		{"nota", mesa.Recibida, nil, "nota-observaciones"},
	} {
		numero := o.Record(t, mesa.ColSolicitudes, o.Brought(t, c.estado)).GetString("numero")
		p := b.Post("/bandeja/"+numero+"/"+c.act, append(c.fields, "version", "")...)
		if p.Status < 400 || p.Status >= 500 || !p.Has(`href="#`+c.at+`"`) || !p.Has(`id="`+c.at+`"`) {
			t.Errorf("%s: %d lacks %s", c.act, p.Status, c.at)
		}
	}
}
