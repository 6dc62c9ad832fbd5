package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/instala"
)

// The names are those that the guide and the installed programs know.
func TestAReleaseHasTheNamesThatTheGuideKnows(t *testing.T) {
	for system, want := range map[string]string{
		"linux-amd64": "mesadepartes-linux-amd64", "windows-arm64": "mesadepartes-windows-arm64.exe", "darwin-arm64": "mesadepartes-darwin-arm64",
	} {
		if got := fileOf(system); got != want {
			t.Errorf("%s is %s", system, got)
		}
	}
	guide, err := os.ReadFile("../../ui/templates/bandeja/guia_puesta_en_marcha.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fileOf("linux-amd64"), fileOf("windows-amd64"), sums, instala.SignatureSuffix} {
		if !strings.Contains(string(guide), name) {
			t.Errorf("the guide does not name %s", name)
		}
	}
}

func TestTheSumsAreInOrderAndOfTheBytes(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("bytes de "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeSums(dir, []string{"b", "a"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, sums))
	want := fmt.Sprintf("%x  a\n%x  b\n", sha256.Sum256([]byte("bytes de a")), sha256.Sum256([]byte("bytes de b")))
	if err != nil || string(got) != want {
		t.Errorf("%q, want %q: %v", got, want, err)
	}
	if err := writeSums(dir, []string{"c"}); err == nil {
		t.Error("a file that is not there has a sum")
	}
}

// What one key signs, an installed program takes; altered, without a signature or signed by
// another key it refuses it. Of the program's own key nothing is written here: the public half
// of another folder stands in for it.
func TestASignatureIsOfTheseBytesAndThisKey(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(filepath.Dir(key), 0o700); err != nil {
		t.Fatal(err)
	}
	publicOf := func(private string) string {
		t.Helper()
		if err := os.WriteFile(key, []byte("# la llave\nvieja\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := run([]string{"llave", private}); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(key)
		if err != nil || !strings.HasPrefix(string(text), "# la llave\n") || strings.Contains(string(text), "vieja") {
			t.Fatalf("%q %v", text, err)
		}
		return strings.TrimSpace(strings.TrimPrefix(string(text), "# la llave\n"))
	}
	ours, theirs := publicOf("privada"), publicOf("ajena")
	if info, err := os.Stat("privada"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := run([]string{"llave", "privada"}); err == nil {
		t.Error("a key that is there was replaced")
	}
	if err := os.WriteFile("programa", []byte("un programa"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"firma", "privada", "programa"}); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile("programa" + instala.SignatureSuffix)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, program, public, signature string
		taken                            bool
	}{
		{"as it was signed", "un programa", ours, string(good), true},
		{"altered", "un programa.", ours, string(good), false},
		{"another key", "un programa", theirs, string(good), false},
		{"an altered signature", "un programa", ours, "AAAA" + string(good[4:]), false},
		{"no base64", "un programa", ours, "?", false},
	} {
		if err := instala.Check([]byte(c.program), c.public, c.signature); (err == nil) != c.taken {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := os.WriteFile("corta", []byte("AAAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"firma", "corta", "programa"}); err == nil {
		t.Error("signed with no key")
	}
}

func TestWhatIsNotUnderstoodIsSaid(t *testing.T) {
	for _, args := range [][]string{nil, {"publicar"}, {"llave"}, {"firma", "x"}} {
		if err := run(args); err == nil {
			t.Errorf("%v was done", args)
		}
	}
}
