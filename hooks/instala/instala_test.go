package instala

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is written for the service is read back as it was, whatever a password holds, and a
// shell reads the same.
func TestSettingsAreReadBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"simple", `con "comillas" y \barra\`, "$HOME `id` $(id) 'x' #no", "  espacios  ", "ñandú", `\`, `"`} {
		file := filepath.Join(t.TempDir(), "entorno")
		text := Answers{keyPass: value, keyWord: "nunca-en-un-archivo"}.text(places{Resguardo: "/r"})
		if strings.Contains(text, "nunca") {
			t.Error("the administrator's password is in the file")
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := readAnswers(file)
		if err != nil || r[keyPass] != value {
			t.Errorf("%q was read as %q, %v", value, r[keyPass], err)
		}
		shell, err := exec.Command("sh", "-c", `. "$0" && printf %s "$MESA_SMTP_PASSWORD"`, file).Output()
		if err == nil && string(shell) != value {
			t.Errorf("%q is %q to a shell", value, shell)
		}
	}
}

// Nothing that stands in the unit or in a line of the settings can end it and begin another.
func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		check func(string) error
		good  []string
		bad   []string
	}{
		{"domain", domains, []string{"", "mesa.gob.pe", "mesa.gob.pe www.mesa.gob.pe"},
			[]string{"mesa", "a.pe;id", "a.pe\nExecStart=x", "-x.pe", "%h.pe"}},
		{"listen", listens, []string{"127.0.0.1:8090", ":80", "[::1]:8090"},
			[]string{"8090", "a b:80", "127.0.0.1:0", "x:99999", "1.2.3.4:80 --dev"}},
		{"url", publicAddress, []string{"https://a.pe"}, []string{"", "a.pe", "ftp://a.pe", "https://a.pe/\nX=1", "javascript:x"}},
		{"folder", folder, []string{"", "/srv/copias"}, []string{"copias", "/srv/dos palabras", "/srv/%h", "/a\nb", "/home/ana/copias", "/tmp"}},
		{"address", address, []string{"a@b.pe"}, []string{"", "a", "Ana <a@b.pe>", "a@b.pe\n"}},
		{"password", password, []string{"1234567890"}, []string{"", "corta", strings.Repeat("x", 71), "1234567890\n"}},
		{"name", filled, []string{"Municipalidad"}, []string{"", "  ", "a\nb"}},
	} {
		for _, s := range c.good {
			if err := c.check(s); err != nil {
				t.Errorf("%s %q: %v", c.name, s, err)
			}
		}
		for _, s := range c.bad {
			if c.check(s) == nil {
				t.Errorf("%s: %q was taken", c.name, s)
			}
		}
	}
}

// Without a terminal what is missing is named, and nothing waits for ever.
func TestWithoutATerminalAMissingAnswerIsNamed(t *testing.T) {
	t.Parallel()
	a := newAsker(strings.NewReader("Municipalidad\n"), &bytes.Buffer{})
	err := a.settings(Answers{keyName: "M"}, "/srv/copias")
	if err == nil || !strings.Contains(err.Error(), keyURL) {
		t.Errorf("no address: %v", err)
	}
	r := Answers{keyName: "M", keyDomain: "mesa.ejemplo.pe", keyHost: "correo.ejemplo.pe", keyFrom: "mesa@ejemplo.pe", keyPort: "465"}
	if err := a.settings(r, "/srv/copias"); err != nil {
		t.Fatal(err)
	}
	if r[keyURL] != "https://mesa.ejemplo.pe" || r[keyTLS] != "true" || r[keyCopies] != "/srv/copias" {
		t.Errorf("what is usual: %v", r)
	}
	r = Answers{keyName: "M", keyURL: "https://mesa.ejemplo.pe"}
	if err := a.settings(r, "/srv/copias"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nginx.conf", "Caddyfile"} { // who follows them sets the header that is usual, or visitors may
		block, err := os.ReadFile(filepath.Join("..", "..", ".docs", "proxy", name))
		if err != nil || !strings.Contains(string(block), keyHeader+"="+r[keyHeader]+" ") {
			t.Errorf("%s is not for the header %s: %v", name, r[keyHeader], err)
		}
	}
	if err := a.administrator(r); err == nil || !strings.Contains(err.Error(), keyAdmin) {
		t.Errorf("no administrator: %v", err)
	}
}

// A signature is for this purpose and these bytes, by this key.
func TestAProgramWithoutAGoodSignatureIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "programa")
	if err := verify(file, []byte("x")); err == nil { // no release key is built into the tests
		t.Error("taken without a key")
	}
	if _, err := releaseKey(); err == nil {
		t.Error("llave.pub holds a key now: test what it verifies here too")
	}
}
