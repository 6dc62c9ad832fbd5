package replica_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/replica"
)

// The bases of old epochs leave the destination only when this epoch's was fetched and is whole.
// The one before stays, and so do all turns.
func TestOldBasesLeaveOnceTheNewOneIsProved(t *testing.T) {
	o := hookstest.New(t, workday)
	dest := "file://" + filepath.ToSlash(t.TempDir())
	store, err := replica.Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	const first, second = "base/000001/9/0000000000000001-0000000000000005.ltx", "base/000002/0/0000000000000001-0000000000000002.ltx"
	for n, key := range []string{first, second} {
		if err := store.TakeTurn(t.Context(), n+1, "otra"); err != nil {
			t.Fatal(err)
		}
		if err := store.Put(t.Context(), key, strings.NewReader("base"), 4); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.TakeTurn(t.Context(), 3, "esta"); err != nil {
		t.Fatal(err)
	}
	r := replica.New(replica.Config{Now: o.Clock.Now, Out: &bytes.Buffer{}, Dest: dest, Libro: o.Libro, Resguardo: t.TempDir()})
	if err := r.AtEpoch(3, "esta"); err != nil {
		t.Fatal(err)
	}
	has := func(key string) bool {
		keys, _, err := store.Keys(t.Context(), key[:strings.LastIndexByte(key, '/')+1])
		if err != nil {
			t.Fatal(err)
		}
		return slices.Contains(keys, key)
	}
	if err := r.Prune(t.Context(), o.App); err == nil || !has(first) {
		t.Errorf("pruned before there is a new base: %v", err)
	}
	if err := r.RoundOnce(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Prune(t.Context(), o.App); err != nil || has(first) || !has(second) || !has("turno/000001.json") {
			t.Errorf("%v: the first base %v, the one before %v, the first turn %v", err, has(first), has(second), has("turno/000001.json"))
		}
	}
	if left, _ := filepath.Glob(filepath.Join(o.DataDir(), ".replica-prueba-*")); len(left) > 0 {
		t.Errorf("the proof left %v", left)
	}
	if err := store.TakeTurn(t.Context(), 4, "otra"); err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), first, strings.NewReader("base"), 4); err != nil {
		t.Fatal(err)
	}
	if err := r.Prune(t.Context(), o.App); err == nil || !has(first) {
		t.Errorf("pruned by a machine that lost the turn: %v", err)
	}
}
