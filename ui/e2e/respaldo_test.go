package e2e

import (
	"os"
	"os/exec"
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
	if noted, err := os.ReadFile(filepath.Join(dest, "ensayo.json")); err != nil || !strings.Contains(string(noted), d.newestCopy(dest)) {
		d.t.Errorf("health learns nothing of a rehearsal by hand: %s %v", noted, err) // it went amber on the day of the installation
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

// A copy that is killed, at whatever moment, leaves the copy of before whole, and the next one
// sweeps what lies half written.
func TestACopyKilledAtAnyMomentLeavesTheOneOfBefore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	dest := filepath.Join(t.TempDir(), "usb")
	d.files("1-2026")
	d.copies(dest)
	ended := false
	for delay := 50 * time.Millisecond; !ended && delay < 20*time.Second; delay = delay * 14 / 10 {
		older := d.newestCopy(dest)
		d.until("the clock has another second", func() bool { return time.Now().UTC().Format("20060102-150405") > older })
		cmd := exec.Command(d.Exe, "copia", "hacer", dest, "--dir="+d.Dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		over := make(chan error, 1)
		go func() { over <- cmd.Wait() }()
		select {
		case err := <-over:
			if ended = true; err != nil {
				t.Error(err)
			}
		case <-time.After(delay):
			_ = cmd.Process.Kill()
			<-over
		}
		if out, err := d.command("copia", "verificar", dest); err != nil || !strings.Contains(out, "está completa") {
			t.Fatalf("killed after %v: %v\n%s", delay, err, out)
		}
	}
	for _, pattern := range []string{".base-*", "objetos/.nuevo-*"} {
		if left, _ := filepath.Glob(filepath.Join(dest, pattern)); ended && len(left) > 0 {
			t.Error("left behind:", left)
		}
	}
}

// A server to which nobody said where copies go makes them beside its data, and says that they
// don't survive the disk.
func TestAServerCopiesByItselfBesideItsData(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, time.Now().Format(time.RFC3339))
	o.Filed(t, nil)
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	d := &desk{hookstest.NewServer(t, o.DataDir()), t}
	d.Env = append(d.Env, "MESA_COPIA=")
	d.Start()
	dest := o.DataDir() + "-copias"
	d.until("the first copy is made", func() bool {
		list, _ := filepath.Glob(filepath.Join(dest, "copias", "*.json"))
		return len(list) == 1
	})
	if out, err := d.command("copia", "verificar", dest); err != nil || !strings.Contains(out, "hasta la 1-") {
		t.Errorf("%v\n%s", err, out)
	}
	d.until("health says where the copies are", func() bool {
		out, _ := d.command("salud")
		return strings.Contains(out, "mismo disco")
	})
}
