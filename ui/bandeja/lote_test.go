package bandeja_test

import (
	"strconv"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// Each filing of a batch is done or refused by itself, and what was refused stays ticked.
func TestABatchTellsNumberByNumberWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	good, observed, old := o.Brought(t, mesa.Registrada), o.Brought(t, mesa.Observada), o.Brought(t, mesa.Registrada)
	area := o.Area(t).Id
	p := b.Post("/bandeja/lote", "acto", "derivar", "area", area,
		"numero", "1-2026", "numero", "1-2026", "numero", "2-2026", "numero", "3-2026",
		"numero", "9-2026", "version_3-2026", "0", "instrucciones", "Para hoy.", "lista", "tab=por-derivar")
	if p.Status != 422 || !p.Has("1 hechas, 3 no") || !p.Has(mesa.TextReferencia) || !p.Has("Para hoy.") {
		t.Errorf("in part: %d %s", p.Status, p.Body)
	}
	if !strings.Contains(p.Body, `value="3-2026" form="lote" aria-label="Marcar 3-2026" checked`) {
		t.Error("what was refused is not ticked any more")
	}
	for id, want := range map[string]mesa.Estado{good: mesa.Derivada, observed: mesa.Observada, old: mesa.Registrada} {
		if s := o.Record(t, mesa.ColSolicitudes, id); s.GetString("estado") != string(want) {
			t.Errorf("%s is %s, want %s", s.GetString("numero"), s.GetString("estado"), want)
		}
	}
	p = b.Post("/bandeja/lote", "acto", "asignar", "responsable", "", "numero", "1-2026", "numero", "2-2026")
	if p.Status != 303 {
		t.Fatalf("all: %d %s", p.Status, p.Body)
	}
	if p := b.Get(p.Location); !p.Has("Asignar: 2 solicitudes, hecho.") {
		t.Error("nothing says that all was done")
	}
}

func TestABatchWithoutSenseIsRefused(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	o.Brought(t, mesa.Registrada)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	account(t, o, "jefa@ejemplo.pe", mesa.RolJefatura, "")
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	many := []string{"acto", "derivar"}
	for n := range 101 {
		many = append(many, "numero", strconv.Itoa(n+1)+"-2026")
	}
	for _, c := range []struct {
		who, text string
		fields    []string
	}{
		{"mesa@ejemplo.pe", mesa.TextLoteVacio, []string{"acto", "derivar"}},
		{"mesa@ejemplo.pe", mesa.TextLoteActo, []string{"acto", "reabrir", "numero", "1-2026"}},
		{"mesa@ejemplo.pe", mesa.TextLoteActo, []string{"numero", "1-2026"}},
		{"mesa@ejemplo.pe", mesa.TextLoteGrande, many},
		{"jefa@ejemplo.pe", mesa.TextLoteActo, []string{"acto", "archivar", "numero", "1-2026", "motivo", "Porque sí."}},
		{"area@ejemplo.pe", mesa.TextReferencia, []string{"acto", "archivar", "numero", "1-2026", "motivo", "Porque sí."}},
	} {
		b := uitest.NewBrowser(t, site)
		enter(t, b, c.who)
		p := b.Post("/bandeja/lote", c.fields...)
		if p.Status != 422 || !p.Has(c.text) {
			t.Errorf("%s %v: %d", c.who, c.fields, p.Status)
		}
	}
	b := uitest.NewBrowser(t, site)
	enter(t, b, "mesa@ejemplo.pe")
	p := b.Post("/bandeja/lote", "acto", "archivar", "numero", "1-2026", "lista", "tab=por-derivar")
	if p.Status != 422 || !p.Has(mesa.TextLoteEnParte(0, 1)) || !p.Has(`name="lote" open>`) {
		t.Errorf("without a reason: %d, the form is open: %v", p.Status, p.Has(`name="lote" open>`))
	}
	if p := uitest.NewBrowser(t, site).Post("/bandeja/lote", many...); p.Status != 303 || !strings.HasPrefix(p.Location, "/bandeja/ingresar") {
		t.Errorf("without a session: %d %s", p.Status, p.Location)
	}
	s, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "1-2026")
	if err != nil || s.GetString("estado") != string(mesa.Registrada) {
		t.Errorf("%v %v", s, err)
	}
}

// Who looks at a list is told of what came, and the list does not move.
func TestWhatCameMeanwhileIsAnnounced(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	o.Filed(t, nil)
	_, poll, _ := strings.Cut(b.Get("/bandeja").Body, `hx-get="`)
	poll, _, _ = strings.Cut(poll, `"`)
	poll = strings.ReplaceAll(poll, "&amp;", "&")
	if p := b.Do(b.Request("GET", poll, "", "HX-Request", "true")); p.Status != 200 || p.Has("mostrar") {
		t.Errorf("nothing came: %d %s", p.Status, p.Body)
	}
	o.Filed(t, nil)
	o.Filed(t, nil)
	if p := b.Do(b.Request("GET", poll, "", "HX-Request", "true")); !p.Has("2 nuevas") || !p.Has("mostrar") {
		t.Errorf("two came: %s", p.Body)
	}
	if p := b.Get("/bandeja/cuentas"); p.Status != 200 || !p.Has(`"por-revisar":3`) {
		t.Errorf("as numbers: %d %s", p.Status, p.Body)
	}
}
