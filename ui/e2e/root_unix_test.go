//go:build unix

package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// service is a user that is not root, as the one of the service.
const service = 65534

// Commands that root runs on the folder of the service leave nothing there that the service can't
// write again, and say whose permission is missing elsewhere.
func TestRootWorksAsTheOwnerOfTheFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("CI runs as root, or this is never tried")
		}
		t.Skip("only root becomes another user")
	}
	above := t.TempDir()
	for _, dir := range []string{above, filepath.Dir(above)} { // others pass through
		if err := os.Chmod(dir, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	exe := filepath.Join(above, "mesadepartes") // the shared one lies where nobody else enters
	if out, err := exec.Command("cp", hookstest.Program(t), exe).CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	data, kept, copies, closed := filepath.Join(above, "datos"), filepath.Join(above, "resguardo"), filepath.Join(above, "copias"),
		filepath.Join(above, "de-root")
	for _, dir := range []string{data, kept, copies, closed} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if dir != closed {
			if err := os.Chown(dir, service, service); err != nil {
				t.Fatal(err)
			}
		}
	}
	run := func(args ...string) (string, error) {
		cmd := exec.Command(exe, append(args, "--dir="+data)...)
		cmd.Env = append(os.Environ(), "MESA_RESGUARDO="+kept)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, args := range [][]string{
		{"demo"}, {"superuser", "upsert", adminMail, "clave-de-prueba-1"}, {"copia", "hacer", copies}, {"reloj", "confirmar"},
		{"recuperar"}, {"doctor"}, {"clave", "mostrar"}, {"copia", "ensayar", copies},
	} {
		if out, err := run(args...); err != nil && args[0] != "doctor" {
			t.Errorf("%v: %v %s", args, err, out)
		}
		for _, dir := range []string{data, kept, copies} {
			ofRoot(t, dir, args)
		}
	}
	if out, err := run("copia", "hacer", closed); err == nil || !strings.Contains(out, "dueño de "+data) {
		t.Errorf("a place that the owner can't enter: %v %s", err, out)
	}
}

// ofRoot names what belongs to root in a folder.
func ofRoot(t *testing.T, dir string, after []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Sys().(*syscall.Stat_t).Uid != service {
			t.Errorf("after %v %s belongs to %d", after, path, info.Sys().(*syscall.Stat_t).Uid)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
