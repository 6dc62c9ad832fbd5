package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// TestOnWindowsARequestIsFiled runs the Windows build under Wine: a request is filed
// with its PDF, a second program ends with 75 and says who holds the folder, and the health is good.
func TestOnWindowsARequestIsFiled(t *testing.T) {
	w := newWine(t)
	m := hookstest.NewServer(t, t.TempDir(), "--dev")
	m.Exe, m.Env = w.script, w.env()
	m.At("127.0.0.77")
	m.Start() // makes the base
	m.Kill()
	tramite := readData(t, m, func(app core.App) string {
		// Whatever is free on this machine: its disk is no part of the test.
		if _, err := app.DB().NewQuery("UPDATE entidad SET reserva_mb = 16").Execute(); err != nil {
			t.Fatal(err)
		}
		r, err := app.FindFirstRecordByData(mesa.ColTramites, "orden", 1)
		if err != nil {
			t.Fatal(err)
		}
		return r.Id
	})
	m.Start()
	numero, err := filed(t, m, tramite, hookstest.PDFOfSize(3, 250_000))
	if err != nil || !strings.HasPrefix(numero, "1-") {
		t.Errorf("filed %q, %v", numero, err)
	}
	health := &hookstest.Output{}
	for end := time.Now().Add(60 * time.Second); servidor.Salud(strings.TrimPrefix(m.URL, "http://"), m.Dir, health, health) != 0; {
		if time.Now().After(end) {
			t.Fatalf("not well:\n%s", health)
		}
	}
	second := exec.Command(w.script, "serve", "--http=127.0.0.1:0", "--dir="+m.Dir)
	second.Env = w.env()
	out, _ := second.CombinedOutput()
	saysHeld(t, m, "serve", second.ProcessState.ExitCode(), string(out))
}

// wine runs the Windows build; the script stands for the program.
type wine struct{ script, prefix string }

// newWine skips the test where there is no Wine, unless MESA_WINE requires it, as
// .ci/run does where apt offers one.
func newWine(t *testing.T) wine {
	t.Helper()
	if _, err := exec.LookPath("wine"); err != nil || runtime.GOARCH != "amd64" {
		if os.Getenv("MESA_WINE") != "" {
			t.Fatal("MESA_WINE is set and there is no wine")
		}
		t.Skip("SKIPPED: no Wine on this machine, so nothing shows that the Windows build works")
	}
	dir := t.TempDir()
	exe := filepath.Join(dir, "mesadepartes.exe")
	w := wine{filepath.Join(dir, "mesadepartes"), filepath.Join(dir, "prefix")}
	if err := os.WriteFile(w.script, []byte("#!/bin/sh\ncd / && exec wine "+exe+" \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", exe, ".")
	build.Dir, build.Env = hookstest.Root(), append(os.Environ(), "GOOS=windows", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	boot := exec.Command("wine", "wineboot", "-i")
	boot.Env = w.env()
	if out, err := boot.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(func() { // what still runs in this prefix, and nothing else
		stop := exec.Command("wineserver", "-k", "-w")
		stop.Env = w.env()
		_ = stop.Run()
	})
	library := filepath.Join(w.prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	if _, err := os.Stat(library); err != nil {
		data := forwarder("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
		if err := os.WriteFile(library, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w wine) env() []string {
	return append(os.Environ(), "WINEPREFIX="+w.prefix, "WINEDEBUG=-all", "DISPLAY=")
}
