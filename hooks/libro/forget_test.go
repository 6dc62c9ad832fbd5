package libro_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/archivo"
	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// eliminated gives an office that eliminated its first filing in 2032, bases of before: one
// without the filing and one with it, and the filing's receipt.
func eliminated(t *testing.T) (o *hookstest.Office, id string, bases map[string]string, receipt []byte) {
	t.Helper()
	o = hookstest.New(t, workday)
	tramite := o.Tramite(t, 1)
	tramite.Load(map[string]any{"serie_documental": "Serie", "retencion_anios": 5})
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	bases = map[string]string{"without the filing": copyBase(t, o)}
	id = o.Brought(t, mesa.Archivada)
	bases["with the filing"] = copyBase(t, o)
	receipts, err := o.Registro.Cargos(o.App, id)
	if err != nil {
		t.Fatal(err)
	}
	if receipt, err = o.Registro.PDF(o.App, receipts[0].Codigo); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set("2032-02-10T10:00:00-05:00")
	path := filepath.Join(t.TempDir(), "r.pdf")
	err = errors.Join(os.WriteFile(path, hookstest.PDF(1), 0o600), o.Archivo.Eliminate(t.Context(), o.App, archivo.Orden{
		Autorizacion: "RJ 12-2032-AGN", Fecha: o.Now().Add(-time.Hour), Archivo: path, Serie: "Serie", Hasta: 2026, Out: &hookstest.Output{},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return o, id, bases, receipt
}

// A base of before, with its files, comes back: `recuperar` eliminates again what was
// eliminated, misses no paper, and the receipt that the person kept stays genuine.
func TestWhatWasEliminatedStaysEliminatedAfterARestore(t *testing.T) {
	hookstest.Dear(t)
	t.Parallel()
	for _, name := range []string{"with the filing", "without the filing"} {
		o, id, bases, receipt := eliminated(t)
		want := o.Record(t, mesa.ColSolicitudes, id).PublicExport()
		docs, err := o.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:s}", "", 0, 0, map[string]any{"s": id})
		if err != nil {
			t.Fatal(err)
		}
		back := filepath.Join(o.DataDir(), core.LocalStorageDirName, docs[0].BaseFilesPath())
		o = restored(t, o, bases[name])
		if err := errors.Join(os.MkdirAll(back, 0o700), os.WriteFile(filepath.Join(back, "x.pdf"), hookstest.PDF(1), 0o600)); err != nil {
			t.Fatal(err) // as a restore of the dashboard brings it
		}
		recovered(t, o, libro.Options{})
		if got := o.Record(t, mesa.ColSolicitudes, id).PublicExport(); !same(got, want) {
			t.Errorf("%s: recovered\n%v\nwant\n%v", name, got, want)
		}
		if _, err := os.Stat(back); err == nil {
			t.Errorf("%s: the paper is back", name)
		}
		if held := bookHolds(t, o, "Av. Inventada 123"); len(held) != 1 { // that of the filing that stays
			t.Errorf("%s: the book holds it in %v", name, held)
		}
		keys, err := o.Registro.Claves(o.App)
		if err != nil {
			t.Fatal(err)
		}
		found := cargo.Verify(receipt, keys)
		if err := o.Registro.Check(o.App, &found); err != nil || found.Veredicto != cargo.Autentico {
			t.Errorf("%s: the receipt is %s, %v", name, found.Veredicto, err)
		}
		if _, err := o.Registro.Audit(t.Context(), o.App, func(string, int64, int64) {}); err != nil {
			t.Errorf("%s: auditar: %v", name, err)
		}
		if err := o.Registro.AuditFiles(t.Context(), o.App, func(string, int64, int64) {}); err != nil {
			t.Errorf("%s: auditar, files: %v", name, err)
		}
		recovered(t, o, libro.Options{}) // and misses nothing the second time
	}
}

// same compares a filing but for what the note of its recovery moves.
func same(a, b map[string]any) bool {
	for name, v := range b {
		if name != "version" && name != "ultima_etapa" && fmt.Sprint(a[name]) != fmt.Sprint(v) {
			return false
		}
	}
	return true
}
