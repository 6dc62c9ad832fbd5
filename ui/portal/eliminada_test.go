package portal_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/archivo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// The person still finds the filing, and reads under which authorisation its papers went.
func TestWhoseFilingWasEliminatedIsToldSo(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.answered()
	numero, doc := r.GetString("numero"), v.office.Documents(t, r.Id)[0].Id
	v.office.MustMove(t, r.Id, mesa.EtapaArchivado, map[string]any{"motivo": "Concluido."})
	receipts, err := v.office.Registro.Cargos(v.office.App, r.Id)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := v.office.Registro.PDF(v.office.App, receipts[0].Codigo)
	if err != nil {
		t.Fatal(err)
	}
	tramite := v.office.Record(t, mesa.ColTramites, r.GetString("tramite"))
	tramite.Load(map[string]any{"serie_documental": "Serie", "retencion_anios": 5})
	if err := v.office.Save(tramite); err != nil {
		t.Fatal(err)
	}
	v.office.Clock.Add(6 * 366 * 24 * time.Hour)
	path := filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(path, hookstest.PDF(1), 0o600); err != nil {
		t.Fatal(err)
	}
	err = v.office.Archivo.Eliminate(t.Context(), v.office.App, archivo.Orden{
		Autorizacion: "RJ 12-2032-AGN", Fecha: v.office.Now().Add(-time.Hour), Archivo: path, Serie: "Serie",
		Hasta: r.GetInt("anio"), Out: &hookstest.Output{},
	})
	if err != nil {
		t.Fatal(err)
	}
	said, err := mesa.WhyEliminada(v.office.App, mesa.AsSolicitud(v.office.Record(t, mesa.ColSolicitudes, r.Id)))
	if err != nil {
		t.Fatal(err)
	}
	if p := v.search("/seguimiento", numero, "11111111"); p.Status != 200 || !p.Has(said) || !p.Has("N° "+numero) {
		t.Errorf("tracking: %d %s", p.Status, problems(p))
	}
	v.enterDesk("juan@ejemplo.pe")
	if p := v.Get(desk); p.Status != 200 || !p.Has(numero) || !p.Has(mesa.TextAsuntoEliminado) {
		t.Errorf("Mis trámites: %d %s", p.Status, problems(p))
	}
	if p := v.Get(desk + "/" + numero); p.Status != 200 || !p.Has(said) || p.Has(desk+"/documentos/") || p.Has("/cargo/") {
		t.Errorf("the filing: %d %s", p.Status, problems(p))
	}
	if p := v.Get(desk + "/documentos/" + doc); p.Status != 410 || !p.Has("se eliminó") {
		t.Errorf("its document: %d %s", p.Status, problems(p))
	}
	v.wantRefused(v.Post(desk+"/"+numero+"/reenviar"), 409, "", mesa.TextSinRespuesta)
	if p := v.Get("/cargo/" + receipts[0].Codigo + ".pdf"); p.Status != 410 || !p.Has(mesa.TextCargoEliminado) {
		t.Errorf("the receipt by its code: %d %s", p.Status, problems(p))
	}
	if p := v.Get("/verificar/" + receipts[0].Codigo); p.Status != 410 || !p.Has(mesa.TextCargoEliminado) {
		t.Errorf("its code: %d %s", p.Status, problems(p))
	}
	if p := v.UploadAll("/verificar", []string{"cargo.pdf"}, [][]byte{pdf}, ""); p.Status != 200 || !p.Has("nadie lo cambió") {
		t.Errorf("the receipt that was kept: %d %s", p.Status, problems(p))
	}
}
