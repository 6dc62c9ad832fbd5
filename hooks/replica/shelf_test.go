package replica_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/replica"
)

// The destination names a paper as it was written, so one that went to its shelf is not sent
// again; one that was not sent before is sent from there; and a machine that has it on its shelf
// takes it no second time.
func TestTheDestinationKnowsNoShelves(t *testing.T) {
	t.Parallel()
	dest := "file://" + filepath.ToSlash(t.TempDir())
	o := hookstest.New(t, workday)
	first := mesa.PapelOf(o.Documents(t, o.Filed(t, nil).Id)[0], "archivo")
	a, err := replica.Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	keys := func() []string {
		t.Helper()
		list, _, err := a.Keys(t.Context(), "carpeta/storage/")
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(list)
		return list
	}
	if err := a.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := replica.Seed(t.Context(), dest, o.DataDir()); err != nil {
		t.Fatal(err)
	}
	before := keys()
	o.Shelve(t)
	if err := replica.Seed(t.Context(), dest, o.DataDir()); err != nil {
		t.Fatal(err)
	}
	if after := keys(); !slices.Equal(after, before) || !slices.Contains(after, "carpeta/storage/"+first.Clave) {
		t.Errorf("sent again: %v, before %v", after, before)
	}
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	second := mesa.PapelOf(doc, "archivo")
	o.Shelve(t)
	if err := replica.Bring(t.Context(), dest, o.DataDir(), "storage/"+second.Clave); err != nil {
		t.Fatal(err)
	}
	if after := keys(); !slices.Contains(after, "carpeta/storage/"+second.Clave) {
		t.Errorf("a paper on its shelf was not sent: %v", after)
	}
	for _, dir := range []string{o.DataDir(), t.TempDir()} { // one that has it, and a new machine
		if err := replica.Take(t.Context(), dest, dir, "storage/"+second.Clave, doc.GetString("sha256")); err != nil {
			t.Fatal(err)
		}
		_, flat := os.Stat(second.Hot(dir)[0])
		if has := dir == o.DataDir(); has == (flat == nil) {
			t.Errorf("has it on its shelf %v; where it was written: %v", has, flat)
		}
	}
}
