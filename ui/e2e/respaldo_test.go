package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
)

// A machine dies after its copy. The copy of before is restored on another one, with the
// book and the papers of the newest: nothing that was acknowledged is lost, and no number
// is given twice (law four).
func TestADeadMachineComesBackFromItsCopies(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	dest := filepath.Join(t.TempDir(), "usb")
	d.files("1-2026", "2-2026")
	d.copies(dest)
	older := d.newestCopy(dest)
	d.files("3-2026")
	d.until("the clock has another second", func() bool { return time.Now().UTC().Format("20060102-150405") > older })
	d.copies(dest)
	d.Kill()

	dir := filepath.Join(t.TempDir(), "otra", "datos")
	other := &desk{hookstest.NewServer(t, dir, "--dev"), t}
	if out, err := other.command("copia", "restaurar", filepath.Join(dest, "copias", older+".json")); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	other.Start()
	other.refuses("falta 1 solicitud, 3-2026")
	other.recovers("3-2026")
	other.files("4-2026")
	if out, err := other.command("auditar"); err != nil || !strings.Contains(out, "Todo coincide") {
		t.Errorf("auditar: %v\n%s", err, out)
	}
}

// copies copies the office beside the running server, tries the copy, and wants both to go well.
func (d *desk) copies(dest string) {
	d.t.Helper()
	for _, verb := range []string{"hacer", "verificar", "ensayar"} {
		if out, err := d.command("copia", verb, dest); err != nil || strings.Contains(out, "FALLA") {
			d.t.Fatalf("copia %s: %v\n%s", verb, err, out)
		}
	}
}

func (d *desk) newestCopy(dest string) string {
	d.t.Helper()
	list, err := os.ReadDir(filepath.Join(dest, "copias"))
	if err != nil || len(list) == 0 {
		d.t.Fatal(list, err)
	}
	return strings.TrimSuffix(list[len(list)-1].Name(), ".json")
}
