package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// ranks are the floors of the house: imports only point down.
var ranks = map[string]int{
	"":          5,
	"ui":        4,
	"ui/portal": 3, "ui/bandeja": 3,
	"ui/web": 2, "hooks": 2, "pb_migrations": 2,
	"hooks/otp": 1, "hooks/numeracion": 1, "hooks/correo": 1, "hooks/padron": 1, "hooks/cargo": 1, "hooks/cargas": 1, "hooks/demo": 1,
	"hooks/mesa": 0, "hooks/plazos": 0, "hooks/pdf": 0, "hooks/captcha": 0, "hooks/pide": 0,
}

// scaffolds may look at any floor. Only tests import those that have code; the
// others have tests alone, beside doc.go, so there is nothing to import.
var scaffolds = map[string]bool{"hooks/hookstest": true, "ui/uitest": true, "hooks/bench": false, "ui/e2e": false}

func TestMain(m *testing.M) { hookstest.Main(m) }

func TestImportsOnlyPointDown(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	room := func(path string) (string, bool) {
		rest, ours := strings.CutPrefix(path, "mesadepartes")
		return strings.TrimPrefix(rest, "/"), ours
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath       string
			Imports, GoFiles []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		from, _ := room(p.ImportPath)
		rank, known := ranks[from]
		if code, scaffold := scaffolds[from]; scaffold {
			if !code && !slices.Equal(p.GoFiles, []string{"doc.go"}) {
				t.Errorf("%s is for tests alone, beside doc.go: %v", from, p.GoFiles)
			}
			continue
		}
		if !known {
			t.Errorf("%s has no floor: give it one here and in the README", from)
		}
		for _, path := range p.Imports {
			to, ours := room(path)
			switch {
			case !ours:
			case scaffolds[to]:
				t.Errorf("%s imports %s, which is for tests", from, to)
			case ranks[to] >= rank:
				t.Errorf("%s (%d) imports %s (%d)", from, rank, to, ranks[to])
			case strings.HasPrefix(from, "ui") && (to == "hooks" || to == "pb_migrations"):
				t.Errorf("%s imports the rules", from)
			}
		}
	}
}

func TestTheProgramCarriesItsPagesAndNoSource(t *testing.T) {
	t.Parallel()
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{
		"ui/templates/layout.html", "ui/templates/partial/campo.html", "ui/templates/portal/solicitud.html",
		"ui/templates/correo/recepcion.txt", "ui/static/js/mesa.js", "ui/static/css/00-tokens.css",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not embedded", want)
		}
	}
	if strings.Contains(all, ".go") || strings.Contains(all, "node_modules") {
		t.Error("source or packages are embedded")
	}
}

func TestTheTopLevelIsTheDesignCard(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	card := " main.go main_test.go hooks pb_migrations ui embed.go Dockerfile Makefile go.mod go.sum README.md LICENSE "
	made := " mesadepartes pb_data pb_demo fotos " // by make, and ignored by git
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || strings.Contains(card+made, " "+name+" ") {
			continue
		}
		t.Errorf("%s is not on the card", name)
	}
}

func TestCommandsSayHowTheyEnded(t *testing.T) {
	t.Parallel()
	bin := hookstest.Program(t)
	dir := t.TempDir()
	notPDF := filepath.Join(dir, "nota.pdf")
	if err := os.WriteFile(notPDF, []byte("hola"), 0o600); err != nil {
		t.Fatal(err)
	}
	registry, fresh := hookstest.PadronFile(t, 1000), filepath.Join(dir, "nueva")
	for _, c := range []struct {
		name string
		args []string
		env  string
		exit int
		says string // on standard error
	}{
		{"demo on an empty folder", []string{"demo", "--dir=" + filepath.Join(dir, "demo")}, "", 0, ""},
		{"demo twice", []string{"demo", "--dir=" + filepath.Join(dir, "demo")}, "", 1, "ya tiene"},
		{"an unknown command", []string{"nada"}, "", 1, "unknown command"},
		{"--dev on every address", []string{"serve", "--dev", "--http=0.0.0.0:0", "--dir=" + filepath.Join(dir, "a")}, "", 1, "loopback"},
		{"a clock nobody can read", []string{"serve", "--dev", "--http=127.0.0.1:0", "--dir=" + filepath.Join(dir, "b")},
			"MESA_AHORA=mañana", 1, "MESA_AHORA"},
		{"a folder that is a file", []string{"serve", "--http=127.0.0.1:0", "--dir=" + notPDF}, "", 1, "nota.pdf"},
		{"inspecting nothing", []string{"inspeccionar"}, "", 2, "inspeccionar"},
		{"inspecting what is no PDF", []string{"inspeccionar", notPDF}, "", 1, ""},
		{"inspecting what is not there", []string{"inspeccionar", filepath.Join(dir, "x.pdf")}, "", 2, "x.pdf"},
		{"a registry for a new folder", []string{"padron", "importar", registry, "--dir=" + fresh}, "", 0, "100 %"},
		{"the folder named first", []string{"--dir=" + fresh, "padron", "importar", "--forzar", registry}, "", 0, ""},
		{"a registry that is a PDF's name", []string{"padron", "importar", notPDF, "--dir=" + fresh}, "", 1, "no es el padrón"},
		{"a registry that is not there", []string{"padron", "importar", filepath.Join(dir, "x.zip"), "--dir=" + fresh}, "", 1, "No se pudo leer"},
		{"no registry named", []string{"padron", "importar", "--dir=" + fresh}, "", 1, "arg"},
		{"health of no server", []string{"salud", "127.0.0.1:1"}, "", 1, "127.0.0.1:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(bin, c.args...)
			if c.env != "" {
				cmd.Env = append(os.Environ(), c.env)
			}
			var errs strings.Builder
			cmd.Stderr = &errs
			err := cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != c.exit {
				t.Fatalf("exit %d (%v), want %d: %s", code, err, c.exit, errs.String())
			}
			if !strings.Contains(errs.String(), c.says) {
				t.Errorf("says %q, want %q", errs.String(), c.says)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(fresh, "data.db")); !os.IsNotExist(err) {
		t.Error("an import of the registry opened the base")
	}
}
