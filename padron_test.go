package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/padron"
)

// The command works beside a running server, and whoever has the registry open
// in another process looks up in the new one at once.
func TestTheRegistryIsImportedBesideARunningServer(t *testing.T) {
	m := &mortal{t: t, bin: built(t), address: freeAddress(t), dir: t.TempDir(), out: &hookstest.Output{}}
	m.start()
	defer m.kill()
	reg := padron.Open(m.dir)
	defer reg.Close()
	for _, n := range []int{1000, 3000} {
		src := filepath.Join(t.TempDir(), "padron.txt")
		if err := os.WriteFile(src, invented(t, n), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(m.bin, "padron", "importar", src, "--dir="+m.dir).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if c, err := reg.Carga(context.Background()); err != nil || c.Filas != n {
			t.Errorf("%+v %v, want %d", c, err, n)
		}
	}
}
