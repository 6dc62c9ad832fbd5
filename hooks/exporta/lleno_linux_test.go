package exporta_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mesadepartes/hooks/exporta"
	"mesadepartes/hooks/hookstest"
)

// A disk that fills leaves the bags of before, no half one, and the run goes on once there is room.
func TestAFullDestinationLeavesNoHalfBag(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), hookstest.Mounted(t, "size=8m")
	o.Filed(t, nil)
	opts := exporta.Opciones{Desde: o.Now().Add(-time.Hour), Dest: dest}
	must(t, o, opts)
	if err := os.WriteFile(dest+"/relleno", make([]byte, 8<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	o.Filed(t, nil)
	if r, err := export(t, o, opts); err == nil || !strings.Contains(err.Error(), "no queda espacio") || r.Estaban != 1 {
		t.Fatalf("%v %+v", err, r)
	}
	if left, err := filepath.Glob(dest + "/*-2026"); err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
	if err := os.Remove(dest + "/relleno"); err != nil {
		t.Fatal(err)
	}
	must(t, o, opts)
	for _, n := range []string{"1-2026", "2-2026"} {
		if wrong := faults(t, filepath.Join(dest, n)); len(wrong) > 0 {
			t.Error(n, wrong)
		}
	}
}
