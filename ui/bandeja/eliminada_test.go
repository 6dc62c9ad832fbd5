package bandeja_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/archivo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// Staff read why an old filing has no papers, in the list, in the review and at its document.
func TestStaffReadWhyAFilingHasNoPapers(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.Archivada)
	s, doc := o.Record(t, mesa.ColSolicitudes, id), o.Documents(t, id)[0].Id
	tramite := o.Record(t, mesa.ColTramites, s.GetString("tramite"))
	tramite.Load(map[string]any{"serie_documental": "Serie", "retencion_anios": 1})
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(3 * 366 * 24 * time.Hour)
	path := filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(path, hookstest.PDF(1), 0o600); err != nil {
		t.Fatal(err)
	}
	err := o.Archivo.Eliminate(t.Context(), o.App, archivo.Orden{
		Autorizacion: "RJ 12-2029-AGN", Fecha: o.Now().Add(-time.Hour), Archivo: path, Serie: "Serie", Hasta: s.GetInt("anio"),
		Out: &hookstest.Output{},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := signedIn(t, o, mesa.RolJefatura, "")
	numero := s.GetString("numero")
	p := b.Get("/bandeja/" + numero)
	if p.Status != 200 || !p.Has("Lo autorizó la resolución RJ 12-2029-AGN") || p.Has("/bandeja/documentos/") {
		t.Errorf("the review: %d %s", p.Status, p.Body)
	}
	if p := b.Get("/bandeja/documentos/" + doc); p.Status != 410 || !p.Has("RJ 12-2029-AGN") {
		t.Errorf("the document: %d %s", p.Status, p.Body)
	}
	if p := b.Get("/bandeja?q=" + numero); p.Status != 200 {
		t.Errorf("the list: %d", p.Status)
	}
	if p := b.Get("/bandeja/" + numero + ".zip"); p.Status != 200 {
		t.Errorf("the zip: %d", p.Status)
	}
}
