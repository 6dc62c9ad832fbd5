package bandeja_test

import (
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/respaldo"
)

// The line of the copies is red while nobody makes any, and while they lie on the disk of the
// data; it tells how the last rehearsal went.
func TestTheCheckListTellsHowTheCopiesStand(t *testing.T) {
	t.Parallel()
	none := hookstest.New(t, workday)
	none.Desk.Respaldo = respaldo.New(respaldo.Config{Now: none.Clock.Now, No: true})
	b, _ := administrator(t, none)
	if p := b.Get(list); ready(t, p, "copias") || !p.Has(mesa.TextSinCopias) {
		t.Error("MESA_COPIA=no is not red")
	}
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	o.Desk.Respaldo = respaldo.New(respaldo.Config{Now: o.Clock.Now, Lugar: respaldo.Lugar{Donde: filepath.Join(t.TempDir(), "copias")}})
	if err := o.Desk.Respaldo.Round(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	b, _ = administrator(t, o)
	if p := b.Get(list); ready(t, p, "copias") || !p.Has("mismo disco que los datos") || !p.Has("se restauró como ensayo") {
		t.Errorf("copies beside the data: %s", p.Body)
	}
}
