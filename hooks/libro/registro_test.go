package libro_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
)

// given files some requests and gives the PDFs of their receipts.
func given(t *testing.T, o *hookstest.Office, n int) (pdfs [][]byte) {
	t.Helper()
	o.Registro.Open(o.App)
	for range n {
		all, err := o.Registro.Cargos(o.App, o.Filed(t, nil).Id)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		pdf, err := o.Registro.PDF(o.App, all[0].Codigo)
		if err != nil {
			t.Fatal(err)
		}
		pdfs = append(pdfs, pdf)
	}
	return pdfs
}

// verdicts judges receipts as the page of the office does.
func verdicts(t *testing.T, o *hookstest.Office, pdfs [][]byte, want cargo.Veredicto) {
	t.Helper()
	keys, err := o.Registro.Claves(o.App)
	if err != nil {
		t.Fatal(err)
	}
	for i, pdf := range pdfs {
		found := cargo.Verify(pdf, keys)
		if err := o.Registro.Check(o.App, &found); err != nil || found.Veredicto != want {
			t.Errorf("receipt %d is %q, want %q: %s %v", i, found.Veredicto, want, found.Detalle, err)
		}
	}
}

func whole(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if _, err := o.Registro.Audit(context.Background(), o.App, func(string, int64, int64) {}); err != nil {
		t.Errorf("the audit says: %v", err)
	}
}

func TestTheRegisterGoesOnWhenTheBookBringsTheLostHoursBack(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	before := given(t, o, 3)
	old := copyBase(t, o)
	lost := given(t, o, 20)
	head, err := registro.Tree(o.App)
	if err != nil {
		t.Fatal(err)
	}
	o = restored(t, o, old)
	o.Registro.Open(o.App)
	recovered(t, o, libro.Options{})
	verdicts(t, o, append(before, lost...), cargo.Autentico)
	all, err := o.Registro.Cargos(o.App, o.Record(t, mesa.ColSolicitudes, firstID(t, o, 10)).Id)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if pdf, err := o.Registro.PDF(o.App, all[0].Codigo); err != nil || !bytes.Equal(pdf, lost[6]) {
		t.Errorf("another receipt came back: %v", err)
	}
	if now, err := registro.Tree(o.App); err != nil || now.N <= head.N {
		t.Errorf("the register has %d leaves, had %d", now.N, head.N)
	}
	whole(t, o)
}

// firstID is the id of the filing with a number of this year.
func firstID(t *testing.T, o *hookstest.Office, n int) (id string) {
	t.Helper()
	if err := o.DB().NewQuery("SELECT id FROM solicitudes ORDER BY correlativo LIMIT 1 OFFSET " + strconv.Itoa(n-1)).Row(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAReceiptOfHoursThatAreLostForGoodSaysSo(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	before := given(t, o, 3)
	old := copyBase(t, o)
	lost := given(t, o, 20)
	closed(t, o)
	// The whole book is gone: only the head and the key outside the data are left.
	if err := os.RemoveAll(filepath.Join(o.DataDir(), libro.Folder)); err != nil {
		t.Fatal(err)
	}
	putBase(t, o.DataDir(), old)
	o = o.Reopen(t, workday)
	o.Registro.Open(o.App)
	recovered(t, o, libro.Options{Reservar: true})
	verdicts(t, o, before, cargo.Autentico)
	verdicts(t, o, lost, cargo.Restaurado)
	after := given(t, o, 1)
	verdicts(t, o, after, cargo.Autentico)
	keys, err := o.Registro.Claves(o.App)
	if err != nil {
		t.Fatal(err)
	}
	next := cargo.Verify(after[0], keys)
	if next.Cargo.Numero != "24-2026" {
		t.Errorf("the next number is %s", next.Cargo.Numero)
	}
	if n := len(keys.Registros); n != 2 || keys.Registros[1].Origen == keys.Registros[0].Origen || keys.Registros[0].Restaurado == "" {
		t.Errorf("the registers are %+v", keys.Registros)
	}
	whole(t, o)
}
