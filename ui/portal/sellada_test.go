package portal_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"
)

// A citizen takes a copy of each paper, with the stamp of the act that brought it.
func TestACitizenTakesACopyWithTheStampOfReception(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	observed := v.office.Observe(t, r.Id)
	v.office.Correct(t, r.Id, observed.Id)
	v.enterDesk("juan@ejemplo.pe")
	numero := r.GetString("numero")
	page := v.Get(desk + "/" + numero)
	v.want(page, 200)
	for _, doc := range v.office.Documents(t, r.Id) {
		path := desk + "/documentos/" + doc.Id + "/sellada.pdf"
		if !page.Has(`href="` + path + `"`) {
			t.Errorf("the filing has no way to %s", path)
		}
		p := v.Get(path)
		want := `attachment; filename="copia-sellada-` + numero + `-principal.pdf"`
		if p.Status != 200 || !strings.HasPrefix(p.Body, "%PDF") || p.Header.Get("Content-Disposition") != want {
			t.Errorf("%d %v", p.Status, p.Header)
		}
		lines, err := v.office.Registro.Sello(v.office.App, doc)
		if err != nil || len(lines) != 3 {
			t.Fatalf("%q, %v", lines, err)
		}
		if corrected := doc.Id != observed.Id; strings.Contains(lines[1], "Subsanación de la solicitud N° "+numero) != corrected {
			t.Errorf("corrected %v: %q", corrected, lines[1])
		}
		line, err := v.office.FindFirstRecordByFilter(mesa.ColAccesos, "registro = {:d} && archivo ~ 'copia-sellada'",
			map[string]any{"d": doc.Id})
		if err != nil || line.GetString("actor") != "solicitudes/"+r.Id+" JUAN PEREZ PEREZ" {
			t.Errorf("the register of accesses: %v %v", line, err)
		}
	}
}

// A signed paper says what the stamp does to its signature, on the page and on the copy.
func TestTheStampSaysThatItBreaksASignature(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	doc := v.office.Documents(t, r.Id)[0]
	v.enterDesk("juan@ejemplo.pe")
	if v.Get(desk + "/" + r.GetString("numero")).Has(mesa.TextSelloFirma) {
		t.Error("a paper without a signature speaks of one")
	}
	if _, err := v.office.DB().NewQuery("UPDATE documentos SET firmas = 1 WHERE id = {:id}").
		Bind(map[string]any{"id": doc.Id}).Execute(); err != nil {
		t.Fatal(err)
	}
	if !v.Get(desk + "/" + r.GetString("numero")).Has(mesa.TextSelloFirma) {
		t.Error("the page does not say what becomes of the signature")
	}
	lines, err := v.office.Registro.Sello(v.office.App, v.office.Record(t, mesa.ColDocumentos, doc.Id))
	if err != nil || len(lines) != 4 || lines[3] != mesa.TextSelloFirma {
		t.Errorf("the stamp says %q, %v", lines, err)
	}
}
