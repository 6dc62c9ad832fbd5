package instala

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The service may do little: systemd's own measure is at most 2.0, in both ways to serve, and a
// port below 1024 is given only to who serves the domain.
func TestTheUnitIsHardened(t *testing.T) {
	t.Parallel()
	l, err := placesOf(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		r        Answers
		command  string
		bindsLow bool
	}{
		{Answers{keyDomain: "mesa.ejemplo.pe"}, "serve mesa.ejemplo.pe --dir=/var/lib/mesadepartes\n", true},
		{Answers{}, "serve --http=127.0.0.1:8090 --dir=/var/lib/mesadepartes\n", false},
	} {
		text := unit(l, c.r)
		if !strings.Contains(text, c.command) || strings.Contains(text, "CAP_NET_BIND_SERVICE") != c.bindsLow || strings.Contains(text, "%!") {
			t.Errorf("%v:\n%s", c.r, text)
		}
		if _, err := exec.LookPath("systemd-analyze"); err != nil {
			t.Log("NOTE: no systemd-analyze here, so systemd's own measure was not taken")
			continue
		}
		file := filepath.Join(t.TempDir(), "mesadepartes.service")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("systemd-analyze", "security", "--offline=yes", "--no-pager", file).CombinedOutput()
		m := regexp.MustCompile(`exposure level for \S+: (\d+\.\d+)`).FindSubmatch(out)
		if m == nil {
			t.Fatalf("%v %s", err, out)
		}
		if level, _ := strconv.ParseFloat(string(m[1]), 64); level > 2.0 {
			t.Errorf("%v: exposed %v\n%s", c.r, level, out)
		} else {
			t.Logf("%v: exposed %v", c.r, level)
		}
	}
}

// On a terminal a password is asked without showing it, twice, and the echo comes back.
func TestAPasswordIsNotShown(t *testing.T) {
	t.Parallel()
	master, slave := terminal(t)
	a := newAsker(slave, slave)
	if a.quiet == nil {
		t.Fatal("it is no terminal to the program")
	}
	typed := "ana@ejemplo.pe\ncorta\ncontrasena-1\notra\ncontrasena-1\n"
	if _, err := master.WriteString(typed[:15]); err != nil { // the address, shown
		t.Fatal(err)
	}
	shown := make(chan string)
	go func() {
		var all bytes.Buffer
		b := make([]byte, 512)
		rest := strings.SplitAfter(typed[15:], "\n")
		for {
			n, err := master.Read(b)
			all.Write(b[:n])
			if bytes.HasSuffix(bytes.TrimRight(all.Bytes(), " "), []byte(":")) && bytes.Contains(all.Bytes(), []byte("Contrase")) && rest[0] != "" {
				_, _ = master.WriteString(rest[0]) // once it is asked
				rest = rest[1:]
			}
			if err != nil || bytes.Contains(all.Bytes(), []byte("fin.")) {
				shown <- all.String()
				return
			}
		}
	}()
	r := Answers{}
	if err := a.administrator(r); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(slave, "fin.")
	all := <-shown
	if strings.Contains(all, "contrasena-1") || strings.Contains(all, "otra") || !strings.Contains(all, "ana@ejemplo.pe") {
		t.Errorf("the terminal showed %q", all)
	}
	if r[keyAdmin] != "ana@ejemplo.pe" || r[keyWord] != "contrasena-1" {
		t.Errorf("it read %v", r)
	}
	after, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil || after.Lflag&unix.ECHO == 0 {
		t.Errorf("the echo is off: %v", err)
	}
}

// terminal is a pseudo terminal: what a person has, and what a program has.
func terminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close(); _ = master.Close() })
	return master, slave
}

// What root restored into the folder of the service is given to the service; what a link there
// names elsewhere keeps its owner.
func TestTheServiceGetsWhatRootLeftInItsFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("CI runs as root, or this is never tried")
		}
		t.Skip("only root gives files away")
	}
	dir, other := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "storage"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "data.db"), filepath.Join(dir, "storage", "a.pdf"), filepath.Join(other, "shadow")} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"enlace": filepath.Join(other, "shadow"), "carpeta": other} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := giveFromRoot(dir, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		dir: 65534, filepath.Join(dir, "data.db"): 65534, filepath.Join(dir, "storage", "a.pdf"): 65534, filepath.Join(dir, "enlace"): 65534,
		other: 0, filepath.Join(other, "shadow"): 0,
	} {
		info, err := os.Lstat(path)
		if err != nil || owner(info) != want {
			t.Errorf("%s belongs to %v, not %d: %v", path, owner(info), want, err)
		}
	}
}
