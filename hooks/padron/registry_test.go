package padron_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"mesadepartes/hooks/padron"
)

func TestWithoutARegistryNothingIsFoundAndNothingBreaks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	reg := padron.Open(dir)
	defer reg.Close()
	if _, found, err := reg.Lookup(ctx, "20000000001"); found || !errors.Is(err, padron.ErrNone) {
		t.Errorf("%v %v", found, err)
	}
	mustLoad(t, dir, sample)
	if _, found, err := reg.Lookup(ctx, "20000000001"); !found || err != nil {
		t.Errorf("after the first import: %v %v", found, err)
	}
	if err := os.Remove(filepath.Join(dir, "padron.db")); err != nil {
		t.Fatal(err)
	}
	if _, found, err := reg.Lookup(ctx, "20000000001"); found || !errors.Is(err, padron.ErrNone) {
		t.Errorf("after it was removed: %v %v", found, err)
	}
}

func TestADamagedRegistryIsReportedAndMendedByTheNextImport(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{"text": "hola", "nothing": "", "zeros": strings.Repeat("\x00", 100_000), "a cut file": "cut"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "padron.db")
			if data == "cut" {
				mustLoad(t, dir, large(t, 5000))
				whole, _ := os.ReadFile(file)
				data = string(whole[:40_000])
			}
			if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
			reg := padron.Open(dir)
			defer reg.Close()
			for range 2 {
				if _, found, err := reg.Lookup(ctx, "20999999999"); found || !errors.Is(err, padron.ErrDamaged) {
					t.Errorf("%v %v", found, err)
				}
			}
			mustLoad(t, dir, sample)
			if _, found, err := reg.Lookup(ctx, "20000000001"); !found || err != nil {
				t.Errorf("mended: %v %v", found, err)
			}
		})
	}
}

func TestACallerWhoLeavesIsNoDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustLoad(t, dir, sample)
	reg := padron.Open(dir)
	defer reg.Close()
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := reg.Lookup(gone, "20000000001"); !errors.Is(err, context.Canceled) || errors.Is(err, padron.ErrDamaged) {
		t.Error(err)
	}
}

// Look-ups go on while registries replace each other. Each finds the taxpayer with
// the name of one registry or the next, and never with an earlier name than the
// look-up before.
func TestLookUpsDuringReplacements(t *testing.T) {
	t.Parallel()
	const replacements = 12
	dir := t.TempDir()
	named := func(i int) string {
		return strings.Replace(sample, "SUCESION INVENTADA DOS", strings.Repeat("N", i+1), 1)
	}
	mustLoad(t, dir, named(0))
	reg := padron.Open(dir)
	defer reg.Close()
	var done atomic.Bool
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for last := 0; !done.Load(); {
				e, found, err := reg.Lookup(ctx, "15000000008")
				if err != nil || !found || len(e.RazonSocial) < last {
					t.Errorf("%+v %v %v after %d", e, found, err, last)
					return
				}
				last = len(e.RazonSocial)
			}
		})
	}
	for i := range replacements {
		mustLoad(t, dir, named(i+1))
		if e, _, err := reg.Lookup(ctx, "15000000008"); err != nil || len(e.RazonSocial) != i+2 {
			t.Errorf("not used at once: %+v %v", e, err)
		}
	}
	done.Store(true)
	wg.Wait()
}
