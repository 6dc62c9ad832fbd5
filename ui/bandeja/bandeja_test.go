package bandeja_test

import (
	"context"
	"database/sql"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
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
	hookstest.Dear(t)
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
		{"subsanado", mesa.Observada, nil, "subsanado-motivo"},
		{"atender", mesa.Registrada, []string{"observaciones", "x", "documento_fecha", "31/02/2026"}, "atender-documento_fecha"},
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

// A viewer asks for a big PDF in pieces: they are one opening in the register of accesses.
func TestPiecesOfADocumentAreOneOpening(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	path := "/bandeja/documentos/" + o.Documents(t, o.Filed(t, nil).Id)[0].Id
	openings := func() int64 {
		n, err := o.CountRecords(mesa.ColAccesos, dbx.HashExp{"accion": "descargar"})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if p := b.Get(path); p.Status != 200 {
		t.Fatalf("the document: %d", p.Status)
	}
	for _, piece := range []string{"bytes=0-99", "bytes=100-199", "bytes=200-"} {
		if p := b.Do(b.Request("GET", path, "", "Range", piece)); p.Status != 206 {
			t.Errorf("%s: %d", piece, p.Status)
		}
	}
	if n := openings(); n != 1 {
		t.Errorf("%d openings after one and its pieces", n)
	}
	b.Get(path)
	o.Clock.Add(time.Hour)
	b.Do(b.Request("GET", path, "", "Range", "bytes=0-99"))
	if n := openings(); n != 3 {
		t.Errorf("%d openings, want that of before, a second one, and one after an hour", n)
	}
}

// A page of the inbox asks the base few questions, however much it shows.
func TestAPageOfTheInboxAsksFewQuestions(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	for range 3 {
		o.Filed(t, nil)
	}
	var asked atomic.Int32
	for _, builder := range []dbx.Builder{o.ConcurrentDB(), o.NonconcurrentDB()} {
		builder.(*dbx.DB).QueryLogFunc = func(context.Context, time.Duration, string, *sql.Rows, error) { asked.Add(1) }
	}
	for path, most := range map[string]int32{"/bandeja": 8, "/bandeja?tab=todas": 8, "/bandeja/cuentas": 4} {
		asked.Store(0)
		if p := b.Get(path); p.Status != 200 {
			t.Fatalf("%s: %d", path, p.Status)
		}
		if n := asked.Load(); n == 0 || n > most {
			t.Errorf("%s asks %d questions, want at most %d", path, n, most)
		}
	}
}

// Each act that would undo what silence approved has a box to confirm it (arts. 202 and 203 of
// Ley 27444).
func TestEveryActAgainstSilenceCanBeConfirmed(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	enter(t, b, "mesa@ejemplo.pe")
	for act, estado := range map[string]mesa.Estado{
		"observar": mesa.Recibida, "reconducir": mesa.Recibida, "remitir": mesa.Recibida, "no-presentada": mesa.Subsanada,
		"archivar": mesa.Derivada, "atender": mesa.Derivada,
	} {
		numero := o.Record(t, mesa.ColSolicitudes, o.Brought(t, estado)).GetString("numero")
		if p := b.Get("/bandeja/" + numero); !p.Has(`id="` + act + `-confirma_silencio"`) {
			t.Errorf("%s (%d) has no box", act, p.Status)
		}
	}
}
