package e2e

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mesadepartes/hooks/hookstest"
)

func TestAFullDiskIsMalAndKeepsNobodyFromStarting(t *testing.T) {
	disk := hookstest.Mounted(t, "size=80m")
	m := hookstest.NewServer(t, filepath.Join(disk, "datos"), "--dev")
	m.Start()
	m.Stop() // closes the base: nothing beside it is left
	fillDisk(t, filepath.Join(disk, "lleno"))
	m.Start()
	fillDisk(t, filepath.Join(disk, "lleno-otra-vez"))
	res, err := http.Get(m.URL + "/salud")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	if res.StatusCode != 503 || string(text) != "mal\n" {
		t.Errorf("%d %s", res.StatusCode, text)
	}
	code, said := ran(t, m.Exe, "salud", "--dir="+m.Dir)
	if code != 1 || !strings.Contains(said, "mal\n") || !strings.Contains(said, "base (mal)") || !strings.Contains(said, "archivos (mal)") {
		t.Errorf("salud: %d %s", code, said)
	}
}

func TestAReadOnlyDiskIsOneClearLine(t *testing.T) {
	disk := hookstest.Mounted(t, "size=1m")
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	code, said := ran(t, hookstest.Program(t), "serve", "--http=127.0.0.1:0", "--dir="+filepath.Join(disk, "datos"))
	if code != 1 || strings.Count(strings.TrimSpace(said), "\n") > 0 || !strings.Contains(said,
		"no se puede escribir en la carpeta de datos") {
		t.Errorf("%d %s", code, said)
	}
}

// fillDisk writes until the disk has no byte left.
func fillDisk(t *testing.T, name string) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		return // not even a name fits
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}
