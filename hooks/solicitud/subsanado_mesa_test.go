package solicitud_test

import (
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// scan is what staff enter when a citizen brings the correction on paper.
func scan() map[string]any {
	return map[string]any{"motivo": "Lo trajo con la cédula 7-2026.", "respuesta": hookstest.File("escaneo.pdf", hookstest.PDF(2))}
}

func TestACorrectionOnPaperReplacesTheObservedDocument(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	o.Deliver(t)
	line := o.MustMove(t, id, mesa.EtapaSubsanado, scan())
	wantDays(t, o, id, map[string]string{"estado": "subsanada", "vence_revision": "2026-03-26", "legal_desde": "2026-03-24"})
	current := mesa.Current(o.Documents(t, id))
	if len(current) != 1 || current[0].GetString("reemplaza") != doc.Id || current[0].GetString("clase") != mesa.ClasePrincipal ||
		current[0].GetInt("folios") != 2 || current[0].GetBool("observado") {
		t.Errorf("%d current documents", len(current))
	}
	if line.GetString("observaciones") != mesa.TextSubsanadoMesa || line.GetString("origen") != mesa.MesaDePartes ||
		line.GetString("subsanacion") != "" {
		t.Errorf("%v", line.PublicExport())
	}
	if o.NoticeOf(t, id, "observacion").GetString("acuse_en") == "" {
		t.Error("who corrects has read the notice, yet it stays open")
	}
	o.NoticeOf(t, id, "subsanacion") // the citizen gets the same receipt
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
}

// twoObserved is a filing with two observed documents, the main one first.
func twoObserved(t *testing.T, o *hookstest.Office) (id string, docs []*core.Record) {
	t.Helper()
	draft := o.Ready(t, nil)
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"borrador": draft.Id, "clase": "anexo1", "archivo": hookstest.File("a.pdf", hookstest.PDF(1)),
	})
	id = o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}).Id
	docs = o.Documents(t, id)
	slices.SortFunc(docs, func(a, b *core.Record) int { return strings.Compare(b.GetString("clase"), a.GetString("clase")) })
	for _, d := range docs {
		d.Set("observado", true)
		d.Set("observacion", "Corregir.")
		if err := o.Save(d); err != nil {
			t.Fatal(err)
		}
	}
	o.MustMove(t, id, mesa.EtapaObservado, nil)
	return id, docs
}

// Each observed document has its own PDF: one for all of them is refused, through the API too.
func TestEachObservedDocumentHasItsOwnScan(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id, docs := twoObserved(t, o)
	_, err := o.Move(t, id, mesa.EtapaSubsanado, scan())
	hookstest.WantRefusal(t, err, 422, "respuesta", mesa.TextUnPDFCadaUno)
	bring := func(files map[string]int) (*core.Record, error) {
		c, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
		if err != nil {
			t.Fatal(err)
		}
		line, scans := core.NewRecord(c), map[string]*filesystem.File{}
		for doc, pages := range files {
			scans[doc] = hookstest.File("escaneo.pdf", hookstest.PDF(pages))
		}
		line.Load(map[string]any{"solicitud": id, "etapa": "SUBSANADO", "motivo": "Lo trajo."})
		mesa.SetEscaneos(line, scans)
		return line, o.Save(line)
	}
	_, err = bring(nil)
	hookstest.WantRefusal(t, err, 422, "respuesta", mesa.TextFaltaEscaneo)
	_, err = bring(map[string]int{docs[0].Id: 1, "aaaaaaaaaaaaaaa": 1})
	hookstest.WantRefusal(t, err, 422, "respuesta", mesa.TextNoEsObservado)
	if _, err = bring(map[string]int{docs[0].Id: 2, docs[1].Id: 3}); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	for i, doc := range docs {
		mended := slices.DeleteFunc(o.Documents(t, id), func(r *core.Record) bool { return r.GetString("reemplaza") != doc.Id })
		if len(mended) != 1 || mended[0].GetInt("folios") != i+2 || mended[0].GetString("clase") != doc.GetString("clase") {
			t.Errorf("%s: %d documents", doc.GetString("clase"), len(mended))
		}
	}
	o.Deliver(t)
	for _, carta := range o.Mailer.Cartas() {
		if carta.Asunto == "Hemos recibido su subsanación" && strings.Count(carta.Texto, "escaneo.pdf\n") != len(docs) {
			t.Errorf("the mail does not name each scan once:\n%s", carta.Texto)
		}
	}
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
}

// What was not brought stays observed with its own words, and may be observed again.
func TestWhatWasNotBroughtStaysObserved(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id, docs := twoObserved(t, o)
	c, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{"solicitud": id, "etapa": "SUBSANADO", "motivo": "Lo trajo."})
	mesa.SetEscaneos(line, map[string]*filesystem.File{docs[0].Id: hookstest.File("escaneo.pdf", hookstest.PDF(2))})
	if err := o.Save(line); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	if !strings.Contains(line.GetString("observaciones"), "No trajo: Anexo 1.") {
		t.Errorf("the line does not say what is missing: %q", line.GetString("observaciones"))
	}
	_, err = o.Move(t, id, mesa.EtapaRegistrado, nil)
	hookstest.WantRefusal(t, err, 409, "etapa", mesa.TextObservacionOculta)
	left := o.Record(t, mesa.ColDocumentos, docs[1].Id)
	left.Set("observacion", "Otra cosa.")
	hookstest.WantRefusal(t, o.Save(left), 409, "observacion", mesa.TextObservacionDicha)
	for _, observed := range []bool{false, true} {
		left = o.Record(t, mesa.ColDocumentos, docs[1].Id)
		left.Set("observado", observed)
		if err := o.Save(left); err != nil || left.GetString("observacion") != "Corregir." {
			t.Errorf("observed %v: %q, %v", observed, left.GetString("observacion"), err)
		}
	}
	o.MustMove(t, id, mesa.EtapaObservado, nil)
}

func TestAScanForAGeneralObservationIsAnAnnex(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.MustMove(t, id, mesa.EtapaObservado, map[string]any{"observaciones": "Precise su pedido."})
	o.MustMove(t, id, mesa.EtapaSubsanado, scan())
	if docs := o.Documents(t, id); len(docs) != 2 || countClass(docs, mesa.ClaseAnexo(1)) != 1 {
		t.Errorf("%d documents", len(docs))
	}
}

func TestPaperComesWithinTheTermOrBeforeItBegan(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"inicio_subsanacion": "envio"}) // the term begins as the notice leaves
	first, late := o.Brought(t, mesa.Observada), o.Brought(t, mesa.Observada)
	o.Deliver(t)
	wantDays(t, o, late, map[string]string{"vence_subsanacion": "2026-03-26"})
	clockAt(o, "2026-03-26 23:59:59")
	o.MustMove(t, first, mesa.EtapaSubsanado, scan())
	clockAt(o, "2026-03-27 00:00:00")
	_, err := o.Move(t, late, mesa.EtapaSubsanado, scan())
	hookstest.WantRefusal(t, err, 409, "", mesa.TextPlazoVencido)
	if all, _ := o.FindAllRecords(mesa.ColDocumentos); len(all) != 3 {
		t.Errorf("the refused scan stayed: %d documents", len(all))
	}
}

// The citizen's own correction can't be sent in the citizen's name by staff, whatever they
// send along.
func TestStaffForgeNoActOfTheCitizen(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	id := o.Brought(t, mesa.Observada)
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": o.Documents(t, id)[0].Id, "archivo": hookstest.File("n.pdf", hookstest.PDF(1)),
	})
	const path = "/api/collections/movimientos/records"
	body := map[string]any{"solicitud": id, "etapa": "SUBSANADO", "subsanacion": c.Id, "motivo": "x", "origen": "CIUDADANO",
		"@actor": map[string]any{"Mano": 1}}
	if p := admin.Call("POST", path, body); p.Status != 422 || !p.Has(mesa.TextFaltaEscaneo) {
		t.Errorf("without a scan: %d %s", p.Status, p.Body)
	}
	if p := guest.Call("POST", path, body); p.Status != 401 && p.Status != 403 {
		t.Errorf("a guest: %d", p.Status)
	}
	fields := map[string]string{"solicitud": id, "etapa": "SUBSANADO", "subsanacion": c.Id, "motivo": "Lo trajo.", "origen": "CIUDADANO"}
	if p := admin.UploadAs(path, "respuesta", "escaneo.pdf", hookstest.PDF(3), fields); p.Status != 200 {
		t.Fatalf("with a scan: %d %s", p.Status, p.Body)
	}
	line := lastLine(t, o, id)
	if line.GetString("origen") != mesa.MesaDePartes || line.GetString("subsanacion") != "" ||
		!strings.HasPrefix(line.GetString("actor"), "_superusers/") {
		t.Errorf("%v", line.PublicExport())
	}
	if mesa.AsSubsanacion(o.Record(t, mesa.ColSubsanacion, c.Id)).Enviada() {
		t.Error("the citizen's own correction counts as sent")
	}
	hookstest.WantRefusal(t, o.SendCorrection(t, id, c.Id), 409, "etapa", "")
}

// A page of the citizen's sends no PDF of staff's.
func TestACitizensLineTakesNoPDF(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.Observada)
	cols, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	mov := core.NewRecord(cols)
	mov.Load(map[string]any{"solicitud": id, "etapa": "SUBSANADO", "respuesta": hookstest.File("n.pdf", hookstest.PDF(1))})
	mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoCiudadano})
	hookstest.WantRefusal(t, o.Save(mov), 422, "respuesta", mesa.TextRespuestaSolo)
}

func TestExitsByREST(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, monday)
	admin, _ := uitest.NewREST(t, o)
	move := func(id, etapa string, values map[string]any) uitest.Page {
		body := map[string]any{"solicitud": id, "etapa": etapa}
		for k, v := range values {
			body[k] = v
		}
		return admin.Call("POST", "/api/collections/movimientos/records", body)
	}
	for _, c := range []struct {
		from   mesa.Estado
		etapa  string
		values map[string]any
		estado string
	}{
		{mesa.Derivada, "DEVUELTO", because, "registrada"},
		{mesa.Recibida, "RECONDUCIDO", to(t, o, 2), "recibida"},
		{mesa.Subsanada, "REMITIDO", referral("2026-11-02"), "remitida"},
		{mesa.Registrada, "PRORROGADO", extension("2026-11-30"), "registrada"},
		{mesa.Recibida, "DESISTIDO", because, "archivada"},
		{mesa.Archivada, "REABIERTO", because, "registrada"},
		{mesa.Subsanada, "NO PRESENTADO", because, "no_presentada"},
		{mesa.Derivada, "ARCHIVADO", because, "archivada"},
		{mesa.Derivada, "ATENDIDO", map[string]any{"observaciones": "No procede.", "sentido": "desfavorable", "agota_via": true}, "atendida"},
	} {
		id := o.Brought(t, c.from)
		if p := move(id, c.etapa, nil); p.Status != 422 {
			t.Errorf("%s with nothing: %d %s", c.etapa, p.Status, p.Body)
		}
		if p := move(id, c.etapa, c.values); p.Status != 200 {
			t.Errorf("%s: %d %s", c.etapa, p.Status, p.Body)
		}
		if got := o.Record(t, mesa.ColSolicitudes, id).GetString("estado"); got != c.estado {
			t.Errorf("%s leaves it %s, want %s", c.etapa, got, c.estado)
		}
		if p := move(id, "REABIERTO", because); c.estado == "registrada" && (p.Status != 409 || !p.Has("no es posible")) {
			t.Errorf("REABIERTO of what is not closed: %d %s", p.Status, p.Body)
		}
	}
}
