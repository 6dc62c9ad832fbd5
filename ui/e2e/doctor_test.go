package e2e

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// asked runs a command of the program on a server's folder with its environment, and gives
// what it printed and its exit code.
func asked(t *testing.T, s *hookstest.Server, args ...string) (out string, exit int) {
	t.Helper()
	cmd := exec.Command(s.Exe, append(args, "--dir="+s.Dir)...)
	cmd.Env = s.Env
	text, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// An administrator asks the machine how the office is, while it serves and after: doctor
// changes nothing, hears what the server knows, and ends with the code that a script reads.
func TestDoctorAndTheTrialMailWorkBesideTheServer(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	mail := hookstest.NewSMTP(t, app)
	s := hookstest.NewServer(t, t.TempDir())
	s.Env = append(s.Env, "MESA_SUPERUSER_EMAIL="+adminMail, "MESA_SUPERUSER_PASSWORD="+adminKey,
		"MESA_SMTP_HOST=127.0.0.1", "MESA_SMTP_PORT="+strconv.Itoa(mail.Port()), "MESA_SMTP_FROM=mesa@ejemplo.pe")
	s.Start()
	out, exit := asked(t, s, "doctor", "--todo")
	if exit != 0 || !strings.Contains(out, "verde  esquema\n") || strings.Contains(out, "no hay un servidor") {
		t.Errorf("beside the server, %d:\n%s", exit, out)
	}
	out, exit = asked(t, s, "correo", "probar", "ana@ejemplo.pe")
	if exit != 0 || len(mail.Mails()) != 1 || !strings.Contains(out, "250 guardado") {
		t.Errorf("a trial mail, %d:\n%s", exit, out)
	}
	mail.Behave(hookstest.Manner{Rcpt: "550 relay denied"})
	if out, exit := asked(t, s, "correo", "probar", "ana@ejemplo.pe"); exit != 1 || !strings.Contains(out, "FALLA  destinatario") {
		t.Errorf("a trial that is refused, %d:\n%s", exit, out)
	}
	res, err := http.Get(s.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); res.StatusCode != 200 || !strings.Contains(string(text), "mesa_build_info{") {
		t.Errorf("metrics: %s %s", res.Status, text)
	}
	if !s.Running() || !s.Well() {
		t.Error("the server did not outlive the doctor")
	}
	s.Stop()
	if err := os.Chmod(filepath.Join(s.Dir, "data.db"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, exit = asked(t, s, "doctor", "--json")
	var found struct {
		Rojas  int
		Lineas []struct{ Nombre, Estado, Remedio string }
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil || exit != 1 || found.Rojas != 1 || len(found.Lineas) < 12 {
		t.Errorf("a fault, %d %v:\n%s", exit, err, out)
	}
	s.Dir = t.TempDir()
	if out, exit := asked(t, s, "doctor"); exit != 2 || !strings.Contains(out, "no tiene la base") {
		t.Errorf("an empty folder, %d:\n%s", exit, out)
	}
}
