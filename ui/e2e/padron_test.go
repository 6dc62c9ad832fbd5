package e2e

import (
	"context"
	"os/exec"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/padron"
)

// The command works beside a running server, and whoever has the registry open
// in another process looks up in the new one at once.
func TestTheRegistryIsImportedBesideARunningServer(t *testing.T) {
	t.Parallel()
	m := hookstest.NewServer(t, t.TempDir(), "--dev")
	m.Start()
	reg := padron.Open(m.Dir)
	defer reg.Close()
	for _, n := range []int{1000, 3000} {
		src := hookstest.PadronFile(t, n)
		if out, err := exec.Command(m.Exe, "padron", "importar", src, "--dir="+m.Dir).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if c, err := reg.Carga(context.Background()); err != nil || c.Filas != n {
			t.Errorf("%+v %v, want %d", c, err, n)
		}
	}
}
