package e2e

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/instala"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const answers = `# respuestas
MESA_NOMBRE="Municipalidad de \"Prueba\" $1"
MESA_DOMINIO=
MESA_URL=https://mesa.ejemplo.pe
MESA_SMTP_HOST=
MESA_COPIA=/srv/copias
MESA_SUPERUSER_EMAIL=jefa@ejemplo.pe
MESA_SUPERUSER_PASSWORD=clave-de-prueba-1
`

// machine is a root folder on which the real program installs itself.
type machine struct {
	t    *testing.T
	raiz string
	exe  string
}

func newMachine(t *testing.T, exe string) machine {
	t.Helper()
	return machine{t, filepath.Join(t.TempDir(), "raiz"), exe}
}

func (m machine) at(path string) string { return filepath.Join(m.raiz, path) }

// run runs a program with the machine as its root and nobody at the terminal.
func (m machine) run(exe string, args ...string) (says string, exit int) {
	cmd := exec.Command(exe, append(args, "--raiz="+m.raiz)...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// install writes the file of answers and installs.
func (m machine) install() {
	m.t.Helper()
	if says, exit := m.run(m.exe, "instalar", "--respuestas="+m.answers(0o600)); exit != 0 {
		m.t.Fatalf("installing: %d %s", exit, says)
	}
}

func (m machine) answers(mode fs.FileMode) string {
	m.t.Helper()
	file := filepath.Join(m.t.TempDir(), "respuestas")
	if err := os.WriteFile(file, []byte(answers), mode); err != nil {
		m.t.Fatal(err)
	}
	return file
}

// server is the installed program, served as the unit says.
func (m machine) server() *hookstest.Server {
	s := hookstest.NewServer(m.t, m.at("var/lib/mesadepartes"))
	s.Exe = m.at("opt/mesadepartes/mesadepartes")
	s.Env = append(s.Env, "MESA_RESGUARDO="+m.at("var/lib/mesadepartes-resguardo"))
	return s
}

// base reads the data while nothing serves.
func (m machine) base(look func(core.App)) {
	m.t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: m.at("var/lib/mesadepartes"), DBConnect: servidor.OpenDatabase})
	base.Still(app)
	if err := app.Bootstrap(); err != nil {
		m.t.Fatal(err)
	}
	look(app)
	if err := base.End(app); err != nil {
		m.t.Fatal(err)
	}
}

// accounts is how many administrators have an address.
func (m machine) accounts(email string) (n int64) {
	m.t.Helper()
	m.base(func(app core.App) {
		var err error
		if n, err = app.CountRecords(core.CollectionNameSuperusers, dbx.HashExp{"email": email}); err != nil {
			m.t.Fatal(err)
		}
	})
	return n
}

// The program installs itself from a file of answers: what it writes, with which modes, and
// that a second run changes nothing.
func TestTheProgramInstallsItself(t *testing.T) {
	t.Parallel()
	m := newMachine(t, hookstest.Program(t))
	if says, exit := m.run(m.exe, "instalar"); exit == 0 || !strings.Contains(says, "falta MESA_NOMBRE") {
		t.Errorf("nobody to ask: %d %s", exit, says)
	}
	if says, exit := m.run(m.exe, "instalar", "--respuestas="+m.answers(0o644)); exit == 0 || !strings.Contains(says, "chmod 600") {
		t.Errorf("answers that all may read: %d %s", exit, says)
	}
	m.install()
	for path, mode := range map[string]fs.FileMode{
		"opt/mesadepartes/mesadepartes": 0o755, "var/lib/mesadepartes": 0o700 | fs.ModeDir, "srv/copias": 0o700 | fs.ModeDir,
		"var/lib/mesadepartes-resguardo": 0o700 | fs.ModeDir, "etc/mesadepartes/mesadepartes.env": 0o600,
		"etc/systemd/system/mesadepartes.service": 0o644, "var/lib/mesadepartes/data.db": 0o600, "opt/mesadepartes": 0o755 | fs.ModeDir,
	} {
		if info, err := os.Stat(m.at(path)); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v %v", path, info, err)
		}
	}
	settings := m.at("etc/mesadepartes/mesadepartes.env")
	name, err := exec.Command("sh", "-c", `. "$0" && printf %s "$MESA_NOMBRE"`, settings).Output()
	if err != nil || string(name) != `Municipalidad de "Prueba" $1` {
		t.Errorf("a shell reads %s %v", name, err)
	}
	m.secretNowhere("clave-de-prueba-1")
	before := m.times()
	if says, exit := m.run(m.exe, "instalar"); exit != 0 || !strings.Contains(says, "Ya hay administrador") {
		t.Errorf("again: %d %s", exit, says)
	}
	if after := m.times(); after != before {
		t.Errorf("a second run wrote\n%s\nafter\n%s", after, before)
	}
	if n := m.accounts(adminMail); n != 1 {
		t.Errorf("%d administrators", n)
	}
	other := m.exe + "-otro"
	m.copyProgram(m.exe, other, "2")
	if says, exit := m.run(other, "instalar"); exit == 0 || !strings.Contains(says, "actualizar") {
		t.Errorf("another program over one with data: %d %s", exit, says)
	}
	for range 2 {
		if says, exit := m.run(m.exe, "desinstalar"); exit != 0 || !strings.Contains(says, "Quedan los datos") {
			t.Errorf("uninstalling: %d %s", exit, says)
		}
	}
	for path, stays := range map[string]bool{
		"opt/mesadepartes": false, "etc/systemd/system/mesadepartes.service": false, "usr/local/bin/mesadepartes": false,
		"var/lib/mesadepartes/data.db": true, "etc/mesadepartes/mesadepartes.env": true, "srv/copias/copias": true,
	} {
		if _, err := os.Lstat(m.at(path)); stays != (err == nil) {
			t.Errorf("%s after uninstalling: %v", path, err)
		}
	}
}

// secretNowhere looks for a secret in every file that is no base.
func (m machine) secretNowhere(secret string) {
	m.t.Helper()
	seen := 0
	err := filepath.WalkDir(m.raiz, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(secret)) {
			m.t.Errorf("%s holds the password", path)
		}
		seen++
		return err
	})
	if err != nil || seen < 6 {
		m.t.Errorf("%d files were looked at: %v", seen, err)
	}
}

// times is when the files of the system were written.
func (m machine) times() string {
	b := &strings.Builder{}
	for _, path := range []string{
		"opt/mesadepartes/mesadepartes", "etc/mesadepartes/mesadepartes.env", "etc/systemd/system/mesadepartes.service",
	} {
		info, err := os.Stat(m.at(path))
		if err != nil {
			m.t.Fatal(err)
		}
		b.WriteString(path + " " + info.ModTime().String() + "\n")
	}
	return b.String()
}

// copyProgram writes the same program with other bytes: what follows a program's end is not read.
func (m machine) copyProgram(from, to, more string) {
	m.t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(to, append(data, more...), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// An installation that was killed at any step is finished by the next run.
func TestAnInstallationThatWasKilledGoesOn(t *testing.T) {
	t.Parallel()
	exe := hookstest.Program(t)
	for _, line := range []string{"— Programa", "— Carpetas", "— Base", "— Primera copia", "— Servicio"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, exe)
			cmd := exec.Command(exe, "instalar", "--raiz="+m.raiz, "--respuestas="+m.answers(0o600))
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			readUntil(out, line)
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			m.install()
			s := m.server()
			s.Start()
			s.Stop()
			if n := m.accounts(adminMail); n != 1 {
				t.Errorf("%d administrators", n)
			}
		})
	}
}

func readUntil(r io.Reader, line string) {
	var said []byte
	for b := make([]byte, 1); !bytes.Contains(said, []byte(line)); said = append(said, b...) {
		if _, err := r.Read(b); err != nil {
			return
		}
	}
}

// signed builds the program once with a key of its own, and signs with it.
var signed = sync.OnceValues(func() (exe string, key ed25519.PrivateKey) {
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err)
	}
	dir, err := base.Shared("mesa-firmado-*")
	if err != nil {
		panic(err)
	}
	exe = filepath.Join(dir, "mesadepartes")
	flags := "-s -w -X mesadepartes/hooks/instala.builtKey=" + base64.StdEncoding.EncodeToString(public)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", flags, "-o", exe, ".")
	cmd.Dir, cmd.Env = hookstest.Root(), append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		panic(string(out))
	}
	return exe, key
})

// sign writes the signature beside a file.
func sign(t *testing.T, file string) {
	t.Helper()
	_, key := signed()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString(ed25519.Sign(key, instala.Signed(data))) + "\n"
	if err := os.WriteFile(file+instala.SignatureSuffix, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// sick writes a program that says it fits, changes the base, and then does what a script says.
func (m machine) sick(then string) string {
	m.t.Helper()
	file := filepath.Join(m.t.TempDir(), "malo")
	script := "#!/bin/sh\ncase $1 in --version) echo mesadepartes version v9;;\n" +
		"serve) for a; do case $a in --dir=*) D=$a;; esac; done\n" +
		m.exe + " superuser upsert malo@ejemplo.pe clave-de-prueba-1 $D >/dev/null\n" +
		then + ";;\nbase) exec " + m.exe + " \"$@\";;\nesac\n"
	if err := os.WriteFile(file, []byte(script), 0o755); err != nil {
		m.t.Fatal(err)
	}
	sign(m.t, file)
	return file
}

// An update takes a program that the release key signed and that is well on this base, and
// leaves everything as it was for any other.
func TestAnUpdateGoesBackByItself(t *testing.T) {
	t.Parallel()
	exe, _ := signed()
	m := newMachine(t, exe)
	m.install()
	installed := m.at("opt/mesadepartes/mesadepartes")
	is := func(program string) {
		t.Helper()
		there, _ := os.ReadFile(installed)
		want, err := os.ReadFile(program)
		if err != nil || !bytes.Equal(there, want) {
			t.Errorf("the installed program is not %s: %v", program, err)
		}
	}
	next := filepath.Join(t.TempDir(), "nuevo")
	m.copyProgram(exe, next, "2")
	refused := func(what, file, why string) {
		t.Helper()
		if says, exit := m.run(installed, "actualizar", file); exit != 1 || !strings.Contains(says, why) {
			t.Errorf("%s: %d %s", what, exit, says)
		}
		is(exe)
	}
	refused("no signature", next, "falta la firma")
	sign(t, next)
	m.copyProgram(next, next, "3")
	refused("changed after it was signed", next, "no es de quien publica")
	sign(t, next)
	if says, exit := m.run(hookstest.Program(t), "actualizar", next); exit != 1 || !strings.Contains(says, "sin la llave") {
		t.Errorf("a program without a key: %d %s", exit, says)
	}

	s := m.server()
	s.Start()
	refused("a server that runs", next, "en uso")
	s.Stop()
	refused("one that ends", m.sick("exit 3"), "se cerró")
	if n := m.accounts("malo@ejemplo.pe"); n != 0 {
		t.Error("the base is not the one of before")
	}
	s.Start()
	s.Stop()

	if says, exit := m.run(installed, "actualizar", next); exit != 0 || !strings.Contains(says, "Actualizado") {
		t.Fatalf("a good one: %d %s", exit, says)
	}
	is(next)
	s.Start()
	s.Stop()
	if says, exit := m.run(installed, "actualizar", next); exit != 0 || !strings.Contains(says, "ya es el instalado") {
		t.Errorf("the same again: %d %s", exit, says)
	}
	m.refusesNewerBase(installed, exe)
}

// refusesNewerBase has a program of the future run a migration.
func (m machine) refusesNewerBase(installed, other string) {
	m.t.Helper()
	m.base(func(app core.App) {
		if _, err := app.DB().NewQuery("INSERT INTO _migrations VALUES ('9900000000_futuro.go', 1)").Execute(); err != nil {
			m.t.Fatal(err)
		}
	})
	out, err := exec.Command(installed, "serve", "--http=127.0.0.1:0", "--dir="+m.at("var/lib/mesadepartes")).CombinedOutput()
	if err == nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), "más nueva") {
		m.t.Errorf("serving a newer base: %v %s", err, out)
	}
	file := filepath.Join(m.t.TempDir(), "viejo")
	m.copyProgram(other, file, "4")
	sign(m.t, file)
	if says, exit := m.run(installed, "actualizar", file); exit != 1 || !strings.Contains(says, "más nueva") {
		m.t.Errorf("updating to an older one: %d %s", exit, says)
	}
}

// Killed at any moment, an update leaves a program that serves with its own base: what the
// service runs before it starts ends the update or undoes it.
func TestAnUpdateKilledAtAnyMomentLeavesAWorkingProgram(t *testing.T) {
	t.Parallel()
	exe, _ := signed()
	m := newMachine(t, exe)
	m.install()
	installed := m.at("opt/mesadepartes/mesadepartes")
	good := filepath.Join(t.TempDir(), "nuevo")
	for n, c := range []struct {
		file  string
		after time.Duration
	}{
		{m.sick("exec sleep 100"), 0}, {m.sick("exec sleep 100"), 3 * time.Second}, {good, 50 * time.Millisecond}, {good, 300 * time.Millisecond},
		{good, 600 * time.Millisecond}, {good, time.Second}, {good, 1500 * time.Millisecond}, {good, 2500 * time.Millisecond},
		{good, 4 * time.Second},
	} {
		if c.file == good { // another one each time
			m.copyProgram(exe, good, strings.Repeat("x", n+1))
			sign(t, good)
		}
		cmd := exec.Command(installed, "actualizar", c.file, "--raiz="+m.raiz)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(c.after, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		if says, exit := m.run(installed, "actualizar", "--paso"); exit != 0 {
			t.Fatalf("%d: what the service runs first: %d %s", n, exit, says)
		}
		s := m.server()
		s.Start()
		s.Stop()
		if n := m.accounts("malo@ejemplo.pe"); n != 0 {
			t.Errorf("killed after %v: the base is of the program that went", c.after)
		}
		if n := m.accounts(adminMail); n != 1 {
			t.Errorf("killed after %v: %d administrators", c.after, n)
		}
	}
}
