package e2e

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
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/servidor"
)

// serving starts the program on a new folder.
func serving(t *testing.T) *hookstest.Server {
	t.Helper()
	m := hookstest.NewServer(t, filepath.Join(t.TempDir(), "datos"), "--dev")
	m.Start()
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
		{"serve", "--http=127.0.0.1:0"}, {"--dir=" + m.Dir, "serve", "--http=127.0.0.1:0"}, {"demo"}, {"migrate", "up"},
	} {
		code, said := ran(t, m.Exe, append(args, "--dir="+m.Dir)...)
		saysHeld(t, m, strings.Join(args, " "), code, said)
	}
	m.Kill() // what a dead program leaves is no obstacle
	m.Start()
}

// saysHeld checks how a program ends on a folder that the server holds.
func saysHeld(t *testing.T, m *hookstest.Server, asked string, code int, said string) {
	t.Helper()
	if code != 75 || strings.Count(strings.TrimSpace(said), "\n") > 0 {
		t.Errorf("%s: exit code %d: %s", asked, code, said)
	}
	for _, want := range []string{m.Dir, "está en uso por el proceso ", " desde el ", " atiende en " + strings.TrimPrefix(m.URL, "http://")} {
		if !strings.Contains(said, want) {
			t.Errorf("%s: no %q in %s", asked, want, said)
		}
	}
}

func TestCommandsThatMayRunBesideAServerDo(t *testing.T) {
	m := serving(t)
	registry := filepath.Join(t.TempDir(), "padron.txt")
	var lines bytes.Buffer
	if err := errors.Join(hookstest.WritePadron(&lines, 1000), os.WriteFile(registry, lines.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"padron", "importar", registry}, {"superuser", "upsert", "admin@ejemplo.pe", "clave-de-prueba-1"},
	} {
		if code, said := ran(t, m.Exe, append(args, "--dir="+m.Dir)...); code != 0 {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	if code, said := ran(t, m.Exe, "inspeccionar", registry); code != 1 {
		t.Errorf("inspeccionar: %d %s", code, said)
	}
	health := &hookstest.Output{} // a busy machine may need some tries
	for end := time.Now().Add(30 * time.Second); servidor.Salud("", m.Dir, health, health) != 0; {
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
	m.Kill()
	loose := filepath.Join(m.Dir, "storage", "a", "b.pdf")
	err := errors.Join(os.MkdirAll(filepath.Dir(loose), 0o700), os.WriteFile(loose, nil, 0o600), os.Chmod(filepath.Dir(loose), 0o755),
		os.Chmod(loose, 0o644), os.Chmod(m.Dir, 0o755), os.Chmod(filepath.Join(m.Dir, "data.db"), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	m.Start()
	m.Stop()
	if !strings.Contains(m.Out.String(), "Permisos: ") {
		t.Errorf("nothing was said:\n%s", m.Out.String())
	}
	err = filepath.WalkDir(m.Dir, func(path string, entry fs.DirEntry, err error) error {
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
		err := filepath.WalkDir(m.Dir, func(path string, entry fs.DirEntry, err error) error {
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
	m.Kill()
	t.Setenv("MESA_LLAVE", "corta")
	if code, said := ran(t, m.Exe, "serve", "--http=127.0.0.1:0", "--dir="+m.Dir); code != 1 || !strings.Contains(said,
		"MESA_LLAVE debe tener 32") {
		t.Errorf("a short key: %d %s", code, said)
	}
	t.Setenv("MESA_LLAVE", key)
	m.Env = os.Environ()
	m.Start()
	m.Kill()
	t.Setenv("MESA_LLAVE", "")
	if code, said := ran(t, m.Exe, "serve", "--http=127.0.0.1:0", "--dir="+m.Dir); code != 1 || !strings.Contains(said, "MESA_LLAVE") {
		t.Errorf("without the key: %d %s", code, said)
	}
}

func TestNoLinkMakesAnAdministratorAndNoOriginIsLetIn(t *testing.T) {
	m := serving(t)
	for _, path := range []string{"/", "/api/health", "/_/", "/cargas/", "/no-existe"} {
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			req, err := http.NewRequest(method, m.URL+path, nil)
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
	m.Kill()
	if said := m.Out.String(); strings.Contains(said, "pbinstall") || !strings.Contains(said, "superuser upsert CORREO CLAVE") {
		t.Errorf("it says:\n%s", said)
	}
}
