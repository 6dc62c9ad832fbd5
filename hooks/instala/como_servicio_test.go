package instala

import (
	"os"
	"path/filepath"
	"testing"
)

// A command on the folder of the service knows what the service knows, and nobody else does.
func TestACommandOnTheServicesFolderHasItsSettings(t *testing.T) {
	dir := t.TempDir()
	l := places{Datos: dir, Entorno: filepath.Join(dir, "entorno")}
	if err := takeSettings(l, dir); err != nil {
		t.Fatalf("without settings: %v", err)
	}
	text := "MESA_SMTP_PASSWORD=\"la del correo\"\nMESA_COPIA=/disco/copias\nMESA_URL=\nMESA_SUPERUSER_PASSWORD=nunca\n"
	if err := os.WriteFile(l.Entorno, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"MESA_SMTP_PASSWORD", "MESA_URL", "MESA_SUPERUSER_PASSWORD"} {
		t.Setenv(name, "") // given back at the end
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("MESA_COPIA", "/otra") // somebody said so
	read := func() [4]string {
		return [4]string{os.Getenv("MESA_SMTP_PASSWORD"), os.Getenv("MESA_COPIA"), os.Getenv("MESA_URL"), os.Getenv("MESA_SUPERUSER_PASSWORD")}
	}
	if err := takeSettings(l, t.TempDir()); err != nil || read() != [4]string{"", "/otra", "", ""} {
		t.Errorf("another folder: %q %v", read(), err)
	}
	same := filepath.Join(dir, "..", filepath.Base(dir))
	if err := takeSettings(l, same); err != nil || read() != [4]string{"la del correo", "/otra", "", ""} {
		t.Errorf("the folder of the service: %q %v", read(), err)
	}
	if _, has := os.LookupEnv("MESA_URL"); has {
		t.Error("an empty answer hides what the dashboard says")
	}
}
