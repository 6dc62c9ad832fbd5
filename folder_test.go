package main

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/servidor"
)

// serving starts the program on a new folder.
func serving(t *testing.T) *mortal {
	t.Helper()
	m := &mortal{t: t, bin: built(t), address: freeAddress(t), dir: filepath.Join(t.TempDir(), "datos"), out: &hookstest.Output{}}
	m.start()
	t.Cleanup(m.kill)
	return m
}

// ran runs the program to its end and gives its exit code and what it said.
func ran(t *testing.T, bin string, args ...string) (code int, said string) {
	t.Helper()
	out, err := exec.Command(bin, args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		code = exit.ExitCode()
	}
	return code, string(out)
}

func TestASecondProgramOnAFolderEndsWith75AndSaysWhoHoldsIt(t *testing.T) {
	m := serving(t)
	for _, args := range [][]string{
		{"serve", "--http=127.0.0.1:0"}, {"--dir=" + m.dir, "serve", "--http=127.0.0.1:0"}, {"demo"}, {"migrate", "up"},
	} {
		code, said := ran(t, m.bin, append(args, "--dir="+m.dir)...)
		if code != 75 || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%v: %d %s", args, code, said)
		}
		for _, want := range []string{m.dir, m.address, "proceso ", "desde el "} {
			if !strings.Contains(said, want) {
				t.Errorf("%v: no %q in %s", args, want, said)
			}
		}
	}
	m.kill() // what a dead program leaves is no obstacle
	m.start()
}

func TestCommandsThatMayRunBesideAServerDo(t *testing.T) {
	m := serving(t)
	registry := filepath.Join(t.TempDir(), "padron.txt")
	if err := os.WriteFile(registry, invented(t, 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"padron", "importar", registry}, {"superuser", "upsert", "admin@ejemplo.pe", "clave-de-prueba-1"},
	} {
		if code, said := ran(t, m.bin, append(args, "--dir="+m.dir)...); code != 0 {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	if code, said := ran(t, m.bin, "inspeccionar", registry); code != 1 {
		t.Errorf("inspeccionar: %d %s", code, said)
	}
	health := &hookstest.Output{} // a busy machine may need some tries
	for end := time.Now().Add(30 * time.Second); servidor.Salud([]string{"--dir", m.dir}, health) != 0; {
		if time.Now().After(end) {
			t.Fatalf("the server is not well:\n%s", health)
		}
	}
}

func TestTheDataFolderIsForItsOwnerAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	m := serving(t)
	m.kill()
	loose := filepath.Join(m.dir, "storage", "a", "b.pdf")
	err := errors.Join(os.MkdirAll(filepath.Dir(loose), 0o700), os.WriteFile(loose, nil, 0o600), os.Chmod(filepath.Dir(loose), 0o755),
		os.Chmod(loose, 0o644), os.Chmod(m.dir, 0o755), os.Chmod(filepath.Join(m.dir, "data.db"), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	m.start()
	_ = m.cmd.Process.Signal(syscall.SIGTERM)
	_ = m.cmd.Wait()
	if !strings.Contains(m.out.String(), "Permisos: ") {
		t.Errorf("nothing was said:\n%s", m.out)
	}
	err = filepath.WalkDir(m.dir, func(path string, entry fs.DirEntry, err error) error {
		info, statErr := entry.Info()
		if err = errors.Join(err, statErr); err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestASecretOfTheEnvironmentIsInNoFileAndSettingsAreEncrypted(t *testing.T) {
	const key, secret = "0123456789abcdef0123456789abcdef", "secreto-de-prueba"
	t.Setenv("MESA_SMTP_PASSWORD", secret)
	t.Setenv("MESA_PIDE_CLAVE", secret)
	t.Setenv("MESA_SMTP_HOST", "smtp.ejemplo.pe")
	t.Setenv("MESA_URL", "https://mesa.ejemplo.pe")
	m := serving(t)
	found := func(text string) (names []string) {
		t.Helper()
		err := filepath.WalkDir(m.dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if bytes.Contains(data, []byte(text)) {
				names = append(names, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if names := found(secret); len(names) > 0 {
		t.Errorf("the secret is in %v", names)
	}
	m.kill()
	t.Setenv("MESA_LLAVE", "corta")
	if code, said := ran(t, m.bin, "serve", "--http=127.0.0.1:0", "--dir="+m.dir); code != 1 || !strings.Contains(said, "MESA_LLAVE debe tener 32") {
		t.Errorf("a short key: %d %s", code, said)
	}
	t.Setenv("MESA_LLAVE", key)
	m.start()
	m.kill()
	t.Setenv("MESA_LLAVE", "")
	if code, said := ran(t, m.bin, "serve", "--http=127.0.0.1:0", "--dir="+m.dir); code != 1 || !strings.Contains(said, "MESA_LLAVE") {
		t.Errorf("without the key: %d %s", code, said)
	}
}

func TestNoLinkMakesAnAdministratorAndNoOriginIsLetIn(t *testing.T) {
	m := serving(t)
	for _, path := range []string{"/", "/api/health", "/_/", "/cargas/", "/no-existe"} {
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			req, err := http.NewRequest(method, "http://"+m.address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Origin", "https://otra.ejemplo.pe")
			req.Header.Set("Access-Control-Request-Method", "GET")
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := res.Header.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("%s %s lets in %q", method, path, got)
			}
		}
	}
	m.kill()
	if said := m.out.String(); strings.Contains(said, "pbinstall") || !strings.Contains(said, "superuser upsert CORREO CLAVE") {
		t.Errorf("it says:\n%s", said)
	}
}
